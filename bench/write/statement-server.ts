// One statement that numbers, inserts and logs a message: the minimum of work for Postgres in each.
import { serveByHand } from './by-hand.ts';
import { sendByStatement } from './transaction.ts';

await serveByHand(sendByStatement);

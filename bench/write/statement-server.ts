// One statement that numbers, inserts and logs a message: the least that Postgres can be asked to do for each.
import { serveByHand } from './by-hand.ts';
import { sendByStatement } from './transaction.ts';

await serveByHand(sendByStatement);

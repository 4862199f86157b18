// A transaction of three statements, written by hand.
import { serveByHand } from './by-hand.ts';
import { sendInTransaction } from './transaction.ts';

await serveByHand(sendInTransaction);

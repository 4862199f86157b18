// How V8 allocates, for the whole process.
import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8 from taking new objects for long-lived ones. What the start and the first requests keep makes it take rows for
 * such: it then puts them where they are collected seldom, and with them all that they point to, dead or not. Without this
 * Q2 and Q3 of the bench cost 1.5 times the CPU.
 */
export function allocateYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}

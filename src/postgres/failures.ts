// Interprets Postgres' errors by their SQLSTATE (Postgres' Appendix A): which are worth a retry, and which are caused
// by the server's state, so that clients should try again later.
import pg from 'pg';
import { AppError } from '../lib/errors.ts';

const codeOf = (error: unknown) => (error as { code?: unknown } | null)?.code;

/** A serialization failure, or a deadlock. */
export function isRetryable(error: unknown): boolean {
  return codeOf(error) === '40001' || codeOf(error) === '40P01';
}

/** The transaction has failed before: the first failure has the reason. */
export const followsFailure = (error: unknown): boolean => codeOf(error) === '25P02';

const lostMessage =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout expired|timeout exceeded when trying to connect|Query read timeout)/;

/** The connection is gone, was never opened, or the server is stopping. */
export function isLost(error: unknown): boolean {
  const value = codeOf(error);
  if (typeof value === 'string') {
    if (/^(08...|57P0[1235]|25P03|53300)$/.test(value)) return true;
    if (/^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH)$/.test(value)) return true;
  }
  return error instanceof Error && lostMessage.test(error.message);
}

// `retryAfter` is in seconds. A full disk needs the operator.
const states: readonly [sqlState: RegExp, retryAfter: number, message: string][] = [
  [/^53100$/, 30, 'The database has no disk space left: nothing was written. Reads still work; try again later.'],
  [/^53...$/, 5, 'The database has no memory or connections left. Try again in a moment.'],
  [/^25006$/, 5, 'The database is read-only at the moment: nothing was written. Try again in a moment.'],
  [/^(58000|58030)$/, 5, 'The database could not read or write its files. Try again in a moment.'],
  [/^(55P03|57014|40001|40P01)$/, 1, 'The database was too busy to do this in time. Try again in a moment.'],
];

/** The error for clients when the server cannot be reached, or cannot do it now; null for any other error. */
export function unavailable(error: unknown): AppError | null {
  if (isLost(error)) {
    return new AppError('UNAVAILABLE', 'The database could not be reached. Try again in a moment.', { retryAfter: 1 });
  }
  const sqlState = codeOf(error);
  const state = typeof sqlState === 'string' && states.find(([pattern]) => pattern.test(sqlState));
  if (!state) return null;
  const [, retryAfter, message] = state;
  return new AppError('UNAVAILABLE', message, { retryAfter }, { cause: error });
}

/** The statement failed on the server, which rolls its transaction back. */
export function isRefusal(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.severity === 'ERROR';
}

// Expected failures. An AppError reaches the client with its message and code; every other error is masked.

/** Every value of `extensions.code`. docs/errors.md says what a client should do about each. */
export const errorCodes = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'CONFLICT',
  'RATE_LIMITED',
  'QUERY_TOO_COMPLEX',
  'PERSISTED_QUERY_NOT_FOUND',
  'OPERATION_NOT_STORED',
  'UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/**
 * A failure that a client can act on. `details` are merged into the error's extensions. A `cause` is logged: it is a
 * problem that the operator has to fix.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, details: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }
}

/** The request cannot be carried out as written; the message says what to change. */
export const badInput = (message: string, details?: Record<string, unknown>) =>
  new AppError('BAD_USER_INPUT', message, details);

/** The thing does not exist, or the viewer may not see it. Both get the same answer, so that it reveals nothing. */
export const notFound = (thing: string) =>
  new AppError('NOT_FOUND', `There is no such ${thing}, or you may not see it.`);

/** The viewer may see the thing, but may not do this to it. */
export const forbidden = (message: string) => new AppError('FORBIDDEN', message);

/** The current state does not allow it; the message says why. */
export const conflict = (message: string, details?: Record<string, unknown>) =>
  new AppError('CONFLICT', message, details);

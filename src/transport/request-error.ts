// A request that HTTP itself refuses, before GraphQL sees it.
import { AppError } from '../lib/errors.ts';

/** The answer is this status with a JSON error; `headers` say what would be accepted instead. */
export class RequestError extends AppError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Record<string, string> = {}) {
    super('BAD_USER_INPUT', message);
    this.status = status;
    this.headers = headers;
  }
}

// An error for requests that are refused by the rules of HTTP, before GraphQL sees them.
import { AppError } from '../lib/errors.ts';

/** Is sent as this status with a JSON error; `headers` say what the server accepts instead. */
export class RequestError extends AppError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Record<string, string> = {}) {
    super('BAD_USER_INPUT', message);
    this.status = status;
    this.headers = headers;
  }
}

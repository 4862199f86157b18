// The one log: JSON lines on standard error, so that standard output stays the commands' own.
import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

// Postgres puts the row that failed into an error's detail: what people wrote, and hashes of passwords and tokens.
const secret = ['password', 'token', 'authorization', 'cookie', '*.password', '*.token', 'err.detail', 'err.where'];

/** A log at this level. Secrets are redacted by name; nothing may be logged whose name hides that it is one. */
export function createLog(level: string, destination: DestinationStream = standardError()): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secret, censor: '[hidden]' },
    },
    destination,
  );
}

const standardError = () => pino.destination({ fd: 2, sync: true });

// The log: JSON lines on standard error, so that standard output is free for the output of commands.
import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

// Postgres puts the failing row into an error's detail, with users' texts and hashes of passwords and tokens.
const secret = ['password', 'token', 'authorization', 'cookie', '*.password', '*.token', 'err.detail', 'err.where'];

/**
 * A log at the given level. Secrets are redacted by the names of their fields, so a secret must never be logged under
 * another name.
 */
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

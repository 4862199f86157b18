// The one log: JSON lines on standard error, so that standard output stays the commands' own.
import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/** A log at this level. Secrets are redacted by name; nothing may be logged whose name hides that it is one. */
export function createLog(level: string, destination: DestinationStream = standardError()): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: ['password', 'token', 'authorization', 'cookie', '*.password', '*.token'], censor: '[hidden]' },
    },
    destination,
  );
}

const standardError = () => pino.destination({ fd: 2, sync: true });

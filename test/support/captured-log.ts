// The product's log, with its lines kept for the test instead of written to standard error.
import { createLog, type Log } from '../../src/telemetry/log.ts';

export interface CapturedLog {
  readonly log: Log;
  /** Every line so far, as written. */
  readonly text: string[];
  /** Every line so far, parsed; of one message only when it is given. */
  lines(message?: string): Record<string, unknown>[];
}

export function captureLog(level = 'trace'): CapturedLog {
  const text: string[] = [];
  return {
    log: createLog(level, { write: (line: string) => void text.push(line) }),
    text,
    lines: (message) =>
      text
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter((line) => message === undefined || line.msg === message),
  };
}

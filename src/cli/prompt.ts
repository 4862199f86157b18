// Questions on the terminal, on standard error so that standard output holds results alone.
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { UsageError } from './arguments.ts';

/** Whether there is somebody to ask. */
export const isInteractive = (): boolean => process.stdin.isTTY === true;

export interface Prompt {
  /** The next line of standard input, without its end. Throws a UsageError when there is none. */
  line(question?: string): Promise<string>;
  /** The same, but what is typed is not shown. */
  secret(question: string): Promise<string>;
  close(): void;
}

export function openPrompt(): Prompt {
  let isMuted = !isInteractive();
  const output = new Writable({
    write(chunk, _, done) {
      if (!isMuted) process.stderr.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input: process.stdin, output, terminal: isInteractive() });
  const end = new AbortController();
  lines.once('close', () => end.abort());
  // Ctrl-C: readline swallows the signal.
  lines.on('SIGINT', () => lines.close());
  const line = (question = '') =>
    lines.question(question, { signal: end.signal }).catch(() => {
      throw new UsageError('Standard input ended before a line was read. Nothing was done.');
    });
  return {
    line,
    async secret(question) {
      process.stderr.write(question);
      isMuted = true;
      return line().finally(() => {
        isMuted = false;
        process.stderr.write('\n');
      });
    },
    close: () => lines.close(),
  };
}

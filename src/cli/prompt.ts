// Prompts on the terminal. They go to standard error, so that standard output has only results.
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { UsageError } from './arguments.ts';

/** Whether standard input is a terminal. */
export const isInteractive = (): boolean => process.stdin.isTTY === true;

export interface Prompt {
  /** The next line of standard input. Throws a UsageError when input has ended. */
  line(question?: string): Promise<string>;
  /** The same without echo. */
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
  // readline handles Ctrl-C itself, so no SIGINT reaches the process.
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

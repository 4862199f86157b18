// Progress of a long command: on a terminal one line that is overwritten, elsewhere a plain line every few seconds.
import type { WriteStream } from 'node:tty';

const everyMs = { terminal: 100, plain: 5_000 };
const width = 24;

/** Prints the progress of an import on standard error. */
export class Progress {
  readonly #out: WriteStream;
  readonly #startedAt = performance.now();
  #shownAt: number;

  constructor(out: WriteStream = process.stderr) {
    this.#out = out;
    // The bar is shown at once; plain lines only for imports that take more than a few seconds.
    this.#shownAt = out.isTTY ? 0 : this.#startedAt;
  }

  /** `share` is between 0 and 1; `label` names the channel that is being read. Most calls print nothing. */
  show(share: number, messages: number, label: string): void {
    const now = performance.now();
    if (now - this.#shownAt < (this.#out.isTTY ? everyMs.terminal : everyMs.plain)) return;
    this.#shownAt = now;
    const seconds = (now - this.#startedAt) / 1000;
    const text = [
      `${Math.floor(share * 100)} %`,
      `${count(messages)} messages`,
      ...(messages && seconds ? [`${count(messages / seconds)}/s`] : []),
      ...(share > 0 && seconds > 1 ? [`${duration((seconds / share) * (1 - share))} left`] : []),
      label,
    ].join(' · ');
    if (!this.#out.isTTY) this.#out.write(`${text}\n`);
    else {
      const done = Math.round(share * width);
      const line = `${'█'.repeat(done)}${'░'.repeat(width - done)} ${text}`;
      this.#out.write(`\r\x1b[K${line.slice(0, this.#out.columns - 1)}`);
    }
  }

  /** Seconds since the start. */
  get seconds(): number {
    return (performance.now() - this.#startedAt) / 1000;
  }

  /** Clears the line for later output. */
  end(): void {
    if (this.#out.isTTY) this.#out.write('\r\x1b[K');
  }
}

/** `22,171` */
export const count = (number: number): string => Math.round(number).toLocaleString('en');

/** `3.4 s`, `45 s`, `3 min 20 s`, `2 h 5 min` */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`;
}

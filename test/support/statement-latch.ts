// Delays a statement before it reaches the database, once, so that a test can let things happen between two reads of
// one execution that would otherwise be a matter of luck.
import type { Postgres } from '../../src/postgres/database.ts';

export interface StatementLatch {
  /** Resolves when a statement of that name is about to run. */
  readonly reached: Promise<void>;
  /** Lets it run, and those after it. */
  release(): void;
}

/** Delays the first statement whose name matches. */
export function latchStatement(postgres: Postgres, name: RegExp): StatementLatch {
  const send = postgres.send.bind(postgres);
  let onReached = () => {};
  let onReleased = () => {};
  const reached = new Promise<void>((resolve) => {
    onReached = resolve;
  });
  const released = new Promise<void>((resolve) => {
    onReleased = resolve;
  });
  let isHeld = false;
  postgres.send = (async (...args: Parameters<typeof send>) => {
    if (!isHeld && name.test(args[1].name)) {
      isHeld = true;
      onReached();
      await released;
    }
    return send(...args);
  }) as Postgres['send'];
  return {
    reached,
    release() {
      isHeld = true;
      onReleased();
      postgres.send = send;
    },
  };
}

// How long the event loop is held up by one thing while work runs: the longest turn between two looks.

/** Runs the work; gives its result and the longest turn of the loop meanwhile, in milliseconds. */
export async function longestTurn<Result>(work: () => Promise<Result>): Promise<{ result: Result; ms: number }> {
  let longest = 0;
  let last = performance.now();
  let running = true;
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (running) setImmediate(look);
  };
  setImmediate(look);
  try {
    return { result: await work(), ms: longest };
  } finally {
    running = false;
  }
}

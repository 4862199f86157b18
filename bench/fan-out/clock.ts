// One clock for all processes of a run: the machine's monotonic one.

/** Milliseconds since the machine started, with a fraction; the same moment gives the same number in every process. */
export function clock(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}

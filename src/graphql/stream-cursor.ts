// The position of a stream as an opaque cursor. An operation that selects one takes a snapshot before it reads
// anything, so that between the rows it shows and the changes after the cursor nothing is missing.
import { byKey } from '../batching/loaders.ts';
import { encodePosition, lastChanges } from '../changes/positions.ts';
import type { Context } from './context.ts';

const positionByStream = byKey('positionByStream', lastChanges, (row) => row.stream, {
  keys: { text: (stream: string) => stream, columns: (streams) => [[...streams]] },
  values: (ctx: Context) => [ctx.snapshot],
});

/** The cursor from which the stream's events continue this execution's result. */
export async function streamCursor(ctx: Context, stream: string): Promise<string> {
  return encodePosition(await positionByStream(ctx).load(stream));
}

// Where a stream stands, as an opaque cursor. An operation that selects one takes its snapshot before it reads anything,
// so that the rows it shows and the changes after the cursor meet: nothing falls between.
import { byKey } from '../batching/loaders.ts';
import { encodePosition, lastChanges } from '../changes/positions.ts';
import type { Context } from './context.ts';

const positionByStream = byKey('positionByStream', lastChanges, (row) => row.stream, {
  keys: { text: (stream: string) => stream, columns: (streams) => [[...streams]] },
  values: (ctx: Context) => [ctx.snapshot],
});

/** The cursor after which the stream's events continue what this execution shows. */
export async function streamCursor(ctx: Context, stream: string): Promise<string> {
  return encodePosition(await positionByStream(ctx).load(stream));
}

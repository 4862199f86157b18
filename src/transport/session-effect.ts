// What a change in a user's own stream does to a session of theirs, on sockets and event streams alike.
import type { ChangeCatalogue } from '../changes/catalogue.ts';
import type { StoredChange } from '../changes/log.ts';
import type { Viewer } from '../graphql/context.ts';

/** Unknown: another version of the server wrote it. Look again whom the token stands for. */
export type SessionEffect = 'none' | 'ended' | 'changed' | 'unknown';

export function sessionEffect(catalogue: ChangeCatalogue, change: StoredChange, viewer: Viewer): SessionEffect {
  const lost = catalogue.revocation(change);
  if (lost === undefined) return 'unknown';
  if (lost === null) return 'none';
  if ('endsToken' in lost) return lost.endsToken === viewer.tokenId ? 'ended' : 'none';
  if ('endsUser' in lost) return lost.endsUser === viewer.userId ? 'ended' : 'none';
  if ('changesUser' in lost) return lost.changesUser === viewer.userId ? 'changed' : 'none';
  return 'none';
}

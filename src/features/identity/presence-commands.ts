// Telling that users are there. None of it is durable state: no streams, no changes.
import { LRUCache } from 'lru-cache';
import type { Actor } from '../../changes/actor.ts';
import { publishEphemeral, renewEphemeral } from '../../changes/log.ts';
import type { Viewer } from '../../graphql/context.ts';
import { perOwner } from '../../lib/per-owner.ts';
import { presenceStream } from '../../lib/streams.ts';
import type { Postgres } from '../../postgres/database.ts';
import { presenceChanged } from './changes.ts';
import { presenceMs } from './model.ts';
import * as sql from './statements.ts';

const minute = 60_000;
/** When each user's activity was last stored: at most one write a minute. */
const storedActivity = perOwner((_: Postgres) => new LRUCache<string, number>({ max: 50_000 }));

/** Notes that the viewer was active now. Nobody waits for it, and one that is lost is made good a minute later. */
export function recordActivity(postgres: Postgres, viewer: Viewer, now: number): void {
  const stored = storedActivity(postgres);
  if (now - (stored.get(viewer.userId) ?? Number.NEGATIVE_INFINITY) < minute) return;
  stored.set(viewer.userId, now);
  postgres
    .scoped(viewer.workspaceId)
    .run(sql.touchLastActive, [viewer.userId, new Date(now).toISOString()])
    .catch(() => stored.delete(viewer.userId));
}

/** Tells who follows the viewer's presence that they are there, or have gone; gives until when that counts. */
export async function heartbeat(actor: Pick<Actor, 'db' | 'now'>, userId: string, online: boolean): Promise<string> {
  const at = new Date(actor.now());
  const expiresAt = new Date(actor.now() + (online ? presenceMs : 0));
  const ephemeral = [presenceStream(userId), presenceChanged.name, userId, at, expiresAt, { userId, online }];
  await actor.db.transaction((tx) => tx.run(publishEphemeral, [presenceStream(userId), ...ephemeral]));
  return expiresAt.toISOString();
}

/** Tells that these users of one workspace are there, as their open sockets show. */
export async function renewPresence(postgres: Postgres, workspaceId: string, userIds: readonly string[], now: number) {
  const streams = userIds.map(presenceStream);
  const data = userIds.map((userId) => JSON.stringify({ userId, online: true }));
  const until = new Date(now + presenceMs);
  const values = [streams, presenceChanged.name, userIds, new Date(now), until, data];
  await postgres.scoped(workspaceId).run(renewEphemeral, values);
}

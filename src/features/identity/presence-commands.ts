// Presence. It is ephemeral: nothing of it is in the log.
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

/** Records that the viewer is active now, in the background. A lost write is made up for a minute later. */
export function recordActivity(postgres: Postgres, viewer: Viewer, now: number): void {
  const stored = storedActivity(postgres);
  if (now - (stored.get(viewer.userId) ?? Number.NEGATIVE_INFINITY) < minute) return;
  stored.set(viewer.userId, now);
  postgres
    .scoped(viewer.workspaceId)
    .run(sql.touchLastActive, [viewer.userId, new Date(now).toISOString()])
    .catch(() => stored.delete(viewer.userId));
}

/** Publishes that the user is online, or has gone offline; returns when that expires. */
export async function heartbeat(actor: Pick<Actor, 'db' | 'now'>, userId: string, online: boolean): Promise<string> {
  const at = new Date(actor.now());
  const expiresAt = new Date(actor.now() + (online ? presenceMs : 0));
  const ephemeral = [presenceStream(userId), presenceChanged.name, userId, at, expiresAt, { userId, online }];
  await actor.db.transaction((tx) => tx.run(publishEphemeral, [presenceStream(userId), ...ephemeral]));
  return expiresAt.toISOString();
}

/** Renews the presence of users of one workspace who have open sockets. */
export async function renewPresence(postgres: Postgres, workspaceId: string, userIds: readonly string[], now: number) {
  const streams = userIds.map(presenceStream);
  const data = userIds.map((userId) => JSON.stringify({ userId, online: true }));
  const until = new Date(now + presenceMs);
  const values = [streams, presenceChanged.name, userIds, new Date(now), until, data];
  await postgres.scoped(workspaceId).run(renewEphemeral, values);
}

// The composition root: creates the server from the settings and a migrated database. Tests, commands and the bench use
// it too.
import { ResponseCache } from './cache/response-cache.ts';
import { SecondTier } from './cache/second-tier.ts';
import { Viewers } from './cache/viewers.ts';
import { AccessChanges } from './changes/access-changes.ts';
import { Consumers } from './changes/consumers.ts';
import { Feed } from './changes/feed.ts';
import { Relay } from './changes/relay.ts';
import { Retention } from './changes/retention.ts';
import type { Config } from './config.ts';
import { Broadcaster } from './execution/broadcast.ts';
import { Executor } from './execution/executor.ts';
import { loadPersistedOperations } from './execution/load-persisted-operations.ts';
import { OperationRunner } from './execution/operation-runner.ts';
import { PreparedOperations } from './execution/prepared-operation.ts';
import { authenticate, isViewerCurrent } from './features/identity/policy.ts';
import { recordActivity, renewPresence } from './features/identity/presence-commands.ts';
import { listWorkspaces, startOwnerSession } from './features/workspaces/commands.ts';
import { features } from './features.ts';
import type { Viewer } from './graphql/context.ts';
import { Components } from './lib/components.ts';
import { Admission } from './operations/admission.ts';
import { Documents } from './operations/documents.ts';
import { LeasedBudget } from './operations/leased-budget.ts';
import { PersistedOperations } from './operations/persisted-operations.ts';
import { Postgres } from './postgres/database.ts';
import { Pool } from './postgres/pool.ts';
import { connectRedis } from './redis/client.ts';
import { connectHints } from './redis/hints.ts';
import { executionLimits } from './resilience/execution-limits.ts';
import { LoopLag } from './resilience/loop-lag.ts';
import { allocateYoung } from './resilience/young-objects.ts';
import { catalogue, schema } from './schema.ts';
import type { Log } from './telemetry/log.ts';
import { StatementTimes } from './telemetry/statement-times.ts';
import { createWarmUp } from './transport/warm-up.ts';
import { WebServer } from './transport/web-server.ts';

export type App = ReturnType<typeof createApp>;

export interface AppOptions {
  config: Config;
  /** A database with all migrations applied. */
  databaseUrl: string;
  log: Log;
  /** The time, in milliseconds since 1970; tests inject their own. */
  now?: () => number;
}

/**
 * Creates the server; it does not listen yet. Throws a one-line Error when a stored or warm-up operation is not valid.
 */
export function createApp({ config, databaseUrl, log, now = Date.now }: AppOptions) {
  if (config.allocateYoung) allocateYoung();
  const { storedOnly, limits, listSize, costBucket: bucket, costRefill: refill, production: hidesSchema } = config;
  const lag = new LoopLag();
  const pool = new Pool({ url: databaseUrl, log, max: config.poolMax });
  const statementTimes = new StatementTimes(log, config.slowStatementMs);
  const postgres = new Postgres(pool, statementTimes, config);
  const redis = config.redisUrl ? connectRedis({ url: config.redisUrl, log }) : null;

  const hints = config.redisUrl ? connectHints({ url: config.redisUrl, log, onHint: () => relay.wake() }) : null;
  // Any hint can be lost, so polling alone must keep the promised delays. It may be slower while hints arrive.
  const relay = new Relay({ postgres, log, pollMs: () => (hints?.healthy ? 500 : 100) });
  const feed = new Feed(postgres, relay);
  const accessChanges = new AccessChanges(relay, catalogue);
  postgres.onCommit = () => {
    relay.wake();
    hints?.publish();
  };

  const viewers = new Viewers({
    relay,
    catalogue,
    accessChanges,
    authenticate: (token) => authenticate(postgres, token, now()),
    enabled: config.viewerCache,
    onFound: (viewer) => recordActivity(postgres, viewer, now()),
    now,
  });
  const secondTier = redis && new SecondTier({ schema, redis, relay, now });
  const { cacheBytes: maxBytes } = config;
  const cache = new ResponseCache({ relay, catalogue, maxBytes, secondTier, now });
  postgres.onChanges = (committed) => {
    viewers.changed(committed);
    accessChanges.changed(committed);
    cache.changed(committed);
    // A command without changes reports what was already there, which another instance may have written just now.
    return committed.changes.length ? undefined : relay.caughtUp();
  };

  const operations = new PersistedOperations(undefined, { storedOnly, redis, now });
  const documents = new Documents({ schema, limits, hideSuggestions: hidesSchema });
  const leasedBudget = redis && limits ? new LeasedBudget({ redis, size: bucket, refill, now }) : null;
  const admission = new Admission({ limits, bucket, refill, listSize, hidesSchema, now }, leasedBudget);
  const prepared = new PreparedOperations({ schema, hidesSchema });
  const executor = new Executor({ schema, compile: config.jit, hideSuggestions: hidesSchema });
  loadPersistedOperations({ operations, documents, prepared, admission, executor });
  const holds = (viewer: Viewer) => isViewerCurrent(postgres, viewer, now());
  const execution = { schema, postgres, admission, cache, executor, ...executionLimits(config, lag), log, now };
  const runner = new OperationRunner({ ...execution, accessChanges, isViewerCurrent: holds });
  const graphql = { ...execution, runner, operations, documents, prepared };
  const broadcaster = new Broadcaster({ ...execution, accessChanges, feed, limits, hideSuggestions: hidesSchema });

  const web = new WebServer(config, {
    ...graphql,
    feed,
    broadcaster,
    catalogue,
    authenticate: (token) => viewers.of(token),
    isOverloaded: () => config.shedding && lag.isCritical,
    startOwnerSession: (slug) => startOwnerSession(postgres, slug, now),
    onPresent: (workspaceId, userIds) => renewPresence(postgres, workspaceId, userIds, now()),
  });

  // Started in this order, and stopped in reverse.
  const components = new Components(log, {
    pool: { start: () => pool.warm(), stop: () => pool.end() },
    relay,
    consumers: new Consumers({ postgres, relay, consumers: features.flatMap(({ consumers }) => consumers), log, now }),
    redis,
    leasedBudget,
    hints,
    lag,
    retention: new Retention({ postgres, log, keepDays: config.keepChangesDays, now }),
    web,
    warmUp: createWarmUp(config, graphql, () => listWorkspaces(postgres)),
  });
  return {
    /** For tests, the bench and the commands. */
    internals: { ...graphql, ...web.internals, pool, statementTimes, relay, viewers, broadcaster },
    /** Starts all components and returns the origin on which the server listens. */
    async listen(): Promise<{ readonly origin: string }> {
      await components.start();
      return { origin: web.origin };
    },
    /** Links to GraphiQL that sign in as the owner of each workspace; none where that is not allowed. */
    async graphiqlLinks(origin: string): Promise<string[]> {
      return web.signInLinks(origin, await listWorkspaces(postgres));
    },
    /** Waits for running requests, at most as long as the settings say, then stops all components. */
    close: (): Promise<void> => components.stop(),
  };
}

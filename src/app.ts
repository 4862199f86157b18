// The composition root: settings and a migrated database become a running server. Tests, commands and the bench
// compose it here too.
import { randomBytes } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { ResponseCache } from './cache/response-cache.ts';
import { SecondTier } from './cache/second-tier.ts';
import { Viewers } from './cache/viewers.ts';
import { AccessChanges } from './changes/access-changes.ts';
import { Consumers } from './changes/consumers.ts';
import { Feed } from './changes/feed.ts';
import { Relay } from './changes/relay.ts';
import { startRetention } from './changes/retention.ts';
import type { Config } from './config.ts';
import { Broadcaster } from './execution/broadcast.ts';
import { Executor } from './execution/executor.ts';
import { loadPersistedOperations } from './execution/load-persisted-operations.ts';
import { OperationRunner } from './execution/operation-runner.ts';
import { PreparedOperations } from './execution/prepared-operation.ts';
import { startSession } from './features/identity/commands.ts';
import { userById } from './features/identity/loaders.ts';
import { authenticate, isViewerCurrent } from './features/identity/policy.ts';
import { recordActivity, renewPresence } from './features/identity/presence-commands.ts';
import { findOwner, findWorkspace, listWorkspaces } from './features/workspaces/commands.ts';
import { features } from './features.ts';
import { toClientError } from './graphql/client-errors.ts';
import { createContext, setViewer, type Viewer } from './graphql/context.ts';
import { Admission } from './operations/admission.ts';
import { Documents } from './operations/documents.ts';
import { LeasedBudget } from './operations/leased-budget.ts';
import { PersistedOperations } from './operations/persisted-operations.ts';
import { Postgres } from './postgres/database.ts';
import { Pool } from './postgres/pool.ts';
import { connectRedis } from './redis/client.ts';
import { connectHints } from './redis/hints.ts';
import { ConcurrencyLimiter } from './resilience/concurrency-limiter.ts';
import { LoopLag } from './resilience/loop-lag.ts';
import { catalogue, schema } from './schema.ts';
import type { Log } from './telemetry/log.ts';
import { StatementTimes } from './telemetry/statement-times.ts';
import { Compressor } from './transport/compression.ts';
import { readViewer } from './transport/credentials.ts';
import { createFastPath, type FastPath } from './transport/fast-path.ts';
import { createGraphiqlPage } from './transport/graphiql.ts';
import { MediaTypes } from './transport/media-type.ts';
import { type HttpServer, listen } from './transport/server.ts';
import { createEventStreams } from './transport/sse.ts';
import { readWarmUp, warmUp } from './transport/warm-up.ts';
import { serveWebSockets, type WebSockets } from './transport/websocket.ts';
import { createGraphQLHandler } from './transport/yoga.ts';

export interface App {
  readonly postgres: Postgres;
  /** How the connections to Postgres stand, and how long statements take. */
  readonly pool: Pool;
  readonly statementTimes: StatementTimes;
  /** How far the log was read. */
  readonly relay: Relay;
  /** Live delivery, and what it has executed. */
  readonly broadcaster: Broadcaster;
  /** Whom tokens stand for, and how often that was remembered. */
  readonly viewers: Viewers;
  /** Answers that are remembered, and how often they were given. */
  readonly cache: ResponseCache;
  /** Where queries and mutations wait to be executed, and how many were refused. */
  readonly queryLimiter: ConcurrencyLimiter;
  readonly mutationLimiter: ConcurrencyLimiter;
  /** What compresses answers, and how many it did. */
  readonly compressor: Compressor;
  /** What executes queries and mutations, and how many of them ran compiled. */
  readonly executor: Executor;
  /** The shortest road of a request, and how often it was taken. */
  readonly fastPath: FastPath;
  /** Begins to listen; gives where. */
  listen(): Promise<HttpServer>;
  /** Links to GraphiQL that sign in, one a workspace, as its owner; none where that is not allowed. */
  graphiqlLinks(origin: string): Promise<string[]>;
  /** Lets requests that run end, at most as long as the settings say, then closes everything. */
  close(): Promise<void>;
}

export interface AppOptions {
  config: Config;
  /** A database that is migrated. */
  databaseUrl: string;
  log: Log;
  /** The time, in milliseconds since 1970; tests inject their own. */
  now?: () => number;
}

// A loop that is behind by so much executes no more queries; by so much more, nothing that comes over HTTP is even read.
const maxLagMs = 500;
const overloadLagMs = 1_500;

/**
 * How many mutations execute at a time, how many of one client, whose mutations may all wait for one lock, and how long one
 * may have to wait before it is refused.
 */
const mutationsAtOnce = 64;
const mutationsOfClient = 48;
const maxMutationWaitMs = 5_000;

/**
 * Puts the server together; nothing listens yet. An Error of one line when an operation that is to be known cannot run.
 * `ALLOCATE_YOUNG` holds for the whole process.
 */
export function createApp({ config, databaseUrl, log, now = Date.now }: AppOptions): App {
  // What the start and the first requests keep makes V8 take rows for long-lived: it then puts them where they are collected
  // seldom, and with them all that they point to, dead or not. Without this Q2 and Q3 of the bench cost 1.5 times the CPU.
  if (config.allocateYoung) setFlagsFromString('--no-allocation-site-pretenuring');
  const { storedOnly, limits, listSize, costBucket: bucket, costRefill: refill, production } = config;
  const redis = config.redisUrl ? connectRedis({ url: config.redisUrl, log }) : null;
  const operations = new PersistedOperations(undefined, { storedOnly, redis, now });
  const documents = new Documents({ schema, limits, hideSuggestions: production });
  const leased = redis && limits ? new LeasedBudget({ redis, size: bucket, refill, now }) : null;
  const admission = new Admission({ limits, bucket, refill, listSize, hidesSchema: production, now }, leased);
  const prepared = new PreparedOperations({ schema, hidesSchema: production });
  const executor = new Executor({ schema, compile: config.jit, hideSuggestions: production });
  loadPersistedOperations({ operations, documents, prepared, admission, executor });
  const pool = new Pool({ url: databaseUrl, log, max: config.poolMax });
  const statementTimes = new StatementTimes(log, config.slowStatementMs);
  const postgres = new Postgres(pool, statementTimes, config);
  const hints = config.redisUrl ? connectHints({ url: config.redisUrl, log, onHint: () => relay.wake() }) : null;
  // Every hint can be lost, so the poll alone keeps the promised bounds; it may be slower while hints come through.
  const relay = new Relay({ postgres, log, pollMs: () => (hints?.healthy ? 500 : 100) });
  const feed = new Feed(postgres, relay);
  const accessChanges = new AccessChanges(relay, catalogue);
  const following = { feed, admission, accessChanges, limits, hideSuggestions: production };
  const broadcaster = new Broadcaster({ schema, postgres, ...following, log, now });
  postgres.onCommit = () => {
    relay.wake();
    hints?.publish();
  };

  const viewers = new Viewers({
    relay,
    catalogue,
    authenticate: (token) => authenticate(postgres, token, now()),
    enabled: config.viewerCache,
    now,
  });
  const secondTier = redis && new SecondTier({ schema, redis, relay, now });
  const { cacheBytes: maxBytes } = config;
  const cache = new ResponseCache({ relay, catalogue, maxBytes, secondTier, now });
  postgres.onChanges = (committed) => {
    viewers.changed(committed);
    accessChanges.changed(committed);
    cache.changed(committed);
    // What is acknowledged without a change stood before, and another instance may have written it just now.
    return committed.changes.length ? undefined : relay.caughtUp();
  };
  const reactions = features.flatMap(({ consumers }) => consumers);
  const consumers = new Consumers({ postgres, relay, consumers: reactions, log, now });
  const viewerOfToken = async (token: string): Promise<Viewer | null> => {
    for (;;) {
      const { mark } = accessChanges;
      const viewer = await viewers.of(token);
      // What changed while the database was asked may not be in its answer.
      if (viewer && accessChanges.lostSince(mark, viewer) === 'viewer') continue;
      if (viewer) recordActivity(postgres, viewer, now());
      return viewer;
    }
  };
  const { allowedOrigins } = config;
  const lag = new LoopLag();
  const queryLimiter = new ConcurrencyLimiter({
    limit: config.executions,
    shedsLoad: config.shedding,
    isLagging: () => lag.ms > maxLagMs,
  });
  // They wait for locks more than they work, and those that wait together can be written together.
  const mutationLimiter = new ConcurrencyLimiter({
    limit: config.executions && mutationsAtOnce,
    shedsLoad: config.shedding,
    maxWaitMs: maxMutationWaitMs,
    maxPerClient: mutationsOfClient,
  });
  const holds = (viewer: Viewer) => isViewerCurrent(postgres, viewer, now());
  const execution = { schema, postgres, admission, cache, executor, queryLimiter, mutationLimiter };
  const answering = { ...execution, accessChanges, isViewerCurrent: holds, log, now };
  const runner = new OperationRunner(answering);
  const compressor = new Compressor({ enabled: config.compression, cache });
  const mediaTypes = new MediaTypes();
  const graphql = {
    ...answering,
    prepared,
    runner,
    compressor,
    mediaTypes,
    operations,
    documents,
    authenticate: viewerOfToken,
    allowedOrigins,
  };
  // Where only this machine can come, whoever holds the printed link is its user.
  const signInKey = isLoopback(config.host) && !production ? randomBytes(18).toString('base64url') : null;
  const page = createGraphiqlPage({
    ...graphql,
    secureCookies: production,
    signIn: signInKey === null ? null : { key: signInKey, start: (slug) => startOwnerSession(postgres, slug, now) },
  });
  const overHttp = { ...graphql, secureCookies: production };
  const handler = createGraphQLHandler(overHttp);
  const fastPath = createFastPath(overHttp);

  const live = { ...graphql, feed, broadcaster, catalogue };
  const streams = createEventStreams({ ...live, limits: { perAddress: config.socketsPerAddress } });

  const asked = config.warmUp === undefined ? [] : readWarmUp(config.warmUp, { operations, documents, prepared });
  const warm = async () => {
    const workspaces = await listWorkspaces(postgres).catch(() => []);
    await warmUp(
      runner,
      asked,
      workspaces.map(({ id }) => id),
    );
  };

  let http: HttpServer | undefined;
  let sockets: WebSockets | undefined;
  let stopRetention = () => {};
  let closing: Promise<void> | undefined;
  const close = async () => {
    const milliseconds = config.drainSeconds * 1000;
    streams.close();
    await Promise.all([http?.drain(milliseconds), sockets?.close(Math.min(2_000, milliseconds / 2))]);
    stopRetention();
    lag.stop();
    hints?.close();
    await leased?.close();
    redis?.close();
    await consumers.stop();
    await relay.stop();
    await pool.end();
  };
  return {
    postgres,
    pool,
    statementTimes,
    relay,
    broadcaster,
    viewers,
    cache,
    compressor,
    queryLimiter,
    mutationLimiter,
    executor,
    fastPath,
    async listen() {
      await pool.warm();
      await relay.start();
      lag.start();
      await consumers.start();
      stopRetention = startRetention({ postgres, log, keepDays: config.keepChangesDays, now });
      http = await listen({
        host: config.host,
        port: config.port,
        graphql: handler,
        fast: config.fastPath ? fastPath.handle : async () => false,
        page,
        showPid: signInKey !== null,
        compress: config.compression,
        isOverloaded: () => config.shedding && lag.ms > overloadLagMs,
        streams,
        mediaTypes,
        connections: connectionLimits(config.socketsPerAddress),
        signedIn: ({ headers }) => readViewer(headers, viewerOfToken, allowedOrigins).then(Boolean, () => false),
        ready: () => postgres.ping(),
        allowedOrigins,
        maskError: (error) => toClientError(error, log),
      });
      sockets = serveWebSockets(http.server, {
        ...live,
        limits: { perAddress: config.socketsPerAddress, perUser: config.socketsPerUser, operations: 100 },
        onPresent: (workspaceId, userIds) => renewPresence(postgres, workspaceId, userIds, now()),
      });
      if (maxBytes && asked.length) void warm();
      return http;
    },
    async graphiqlLinks(origin) {
      const workspaces = signInKey ? await listWorkspaces(postgres) : [];
      return workspaces.map(({ slug }) => `${origin}/graphql?workspace=${slug}&signin=${signInKey}`);
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
}

/** Beside its sockets an address may have connections for requests; a proxy stands for many clients. */
function connectionLimits(socketsPerAddress: number) {
  const perAddress = 4 * socketsPerAddress + 100;
  return { perAddress, total: Math.max(20_000, perAddress) };
}

/** A session of the workspace's owner; null when there is no such workspace, or nobody owns it. */
async function startOwnerSession(postgres: Postgres, slug: string, now: () => number) {
  const workspace = await findWorkspace(postgres, slug);
  const owner = workspace && (await findOwner(postgres, workspace.id));
  if (!owner) return null;
  const ctx = createContext({ postgres, viewer: null, client: { address: '' }, now });
  const id = { userId: owner.id, workspaceId: workspace.id };
  setViewer(ctx, { ...id, role: 'OWNER', tokenId: '', scopes: [], expiresAt: null });
  const user = await userById(ctx).load(owner.id);
  const expiresAt = new Date(now() + 24 * 3_600_000);
  const session = user && (await startSession(ctx, user, 'Link of npm start', expiresAt));
  return session && { token: session.token, expiresAt };
}

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

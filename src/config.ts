// Reads and validates the settings. This is the only module that reads process.env. A wrong setting stops the start
// with a message of one line.
import { resolve } from 'node:path';
import { z } from 'zod';

const origins = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .refine((items) => items.every(isOrigin), {
    error: 'must be origins as browsers send them, such as https://app.example.com, separated by commas',
  });
const url = (...protocols: string[]) =>
  z.string().refine((text) => isAddress(text) && protocols.includes(new URL(text).protocol), {
    error: `must be an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });
const onOff = z.enum(['on', 'off']).transform((text) => text === 'on');
const whole = (min: number, max: number) =>
  z
    .string()
    .refine((text) => /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max, {
      error: `must be a whole number from ${min} to ${max}`,
    })
    .transform(Number);

// docs/settings.md describes the same settings in words; a test compares the names.
const settings = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: whole(0, 65_535).default(4000),
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  REDIS_URL: url('redis:', 'rediss:').optional(),
  DATA_DIR: z
    .string()
    .min(1)
    .default('.data')
    .transform((path) => resolve(path)),
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
  ALLOWED_ORIGINS: origins.default([]),
  POOL_MAX: whole(2, 100).default(20),
  PREPARED: onOff.default(true),
  CROSS_REQUEST_BATCHING: onOff.default(true),
  FAST_PATH: onOff.default(true),
  COMPRESSION: onOff.default(true),
  EXECUTIONS: whole(0, 10_000).default(10),
  SHEDDING: onOff.default(true),
  JIT: onOff.default(true),
  ALLOCATE_YOUNG: onOff.default(true),
  VIEWER_CACHE: onOff.default(true),
  CACHE_MB: whole(0, 100_000).default(64),
  WARM_UP: z
    .string()
    .transform((path) => resolve(path))
    .optional(),
  SLOW_STATEMENT_MS: whole(1, 600_000).default(200),
  DRAIN_SECONDS: whole(0, 600).default(10),
  KEEP_CHANGES_DAYS: whole(1, 3_650).default(30),
  SOCKETS_PER_ADDRESS: whole(1, 1_000_000).default(1_000),
  SOCKETS_PER_USER: whole(1, 100_000).default(100),
  OPERATIONS: z.enum(['any', 'stored']).default('any'),
  LIMITS: onOff.default(true),
  LIST_SIZE: whole(100, 1_000_000_000).default(10_000),
  COST_BUCKET: whole(1, 1_000_000_000).default(20_000),
  COST_REFILL: whole(1, 1_000_000_000).default(1_000),
});

export interface Config {
  readonly host: string;
  readonly port: number;
  /** Undefined means the embedded server in the data folder. */
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly dataDir: string;
  readonly production: boolean;
  readonly logLevel: string;
  /** Origins, such as `https://app.example.com`, whose pages may call this server. */
  readonly allowedOrigins: readonly string[];
  readonly poolMax: number;
  readonly prepared: boolean;
  /** Whether look-ups that several executions make at the same time are batched into one statement. */
  readonly crossRequestBatching: boolean;
  /** Whether plain requests may take the fast path. */
  readonly fastPath: boolean;
  /** Whether responses are compressed for clients that accept it. */
  readonly compression: boolean;
  /** Whether V8's allocation-site pretenuring is switched off, so that new objects start in the young generation. */
  readonly allocateYoung: boolean;
  /** How many queries execute concurrently; 0 for no limit. */
  readonly executions: number;
  /** Whether requests that would wait too long are rejected. */
  readonly shedding: boolean;
  /** Whether frequent queries are compiled. */
  readonly jit: boolean;
  /** Whether authenticated viewers are cached by their token. */
  readonly viewerCache: boolean;
  /** Size of the response cache in bytes; 0 switches it off. */
  readonly cacheBytes: number;
  /** A file of requests whose responses are cached at the start. */
  readonly warmUp: string | undefined;
  readonly slowStatementMs: number;
  readonly drainSeconds: number;
  readonly keepChangesDays: number;
  readonly socketsPerAddress: number;
  readonly socketsPerUser: number;
  /** Whether only stored operations run. */
  readonly storedOnly: boolean;
  /** Whether document limits and rate limits apply. */
  readonly limits: boolean;
  /** Maximum product of the lengths of nested lists. */
  readonly listSize: number;
  /** Points that a token may spend at once, and points that are refilled per second. */
  readonly costBucket: number;
  readonly costRefill: number;
}

export const settingNames: readonly string[] = Object.keys(settings.shape);

/**
 * Reads the settings from these variables. Throws an Error of one line that names each wrong setting and what it must
 * be.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  // An empty variable is what `VAR=` in a file leaves behind, so it counts as unset.
  const given = Object.fromEntries(settingNames.map((name) => [name, environment[name]?.trim() || undefined]));
  const result = settings.safeParse(given);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`);
    throw new Error(`Wrong settings: ${problems.join('; ')}. docs/settings.md lists them all.`);
  }
  const value = result.data;
  return {
    host: value.HOST,
    port: value.PORT,
    databaseUrl: value.DATABASE_URL,
    redisUrl: value.REDIS_URL,
    dataDir: value.DATA_DIR,
    production: value.NODE_ENV === 'production',
    logLevel: value.LOG_LEVEL,
    allowedOrigins: value.ALLOWED_ORIGINS,
    poolMax: value.POOL_MAX,
    prepared: value.PREPARED,
    crossRequestBatching: value.CROSS_REQUEST_BATCHING,
    fastPath: value.FAST_PATH,
    compression: value.COMPRESSION,
    executions: value.EXECUTIONS,
    shedding: value.SHEDDING,
    jit: value.JIT,
    allocateYoung: value.ALLOCATE_YOUNG,
    viewerCache: value.VIEWER_CACHE,
    cacheBytes: value.CACHE_MB * 1_000_000,
    warmUp: value.WARM_UP,
    slowStatementMs: value.SLOW_STATEMENT_MS,
    drainSeconds: value.DRAIN_SECONDS,
    keepChangesDays: value.KEEP_CHANGES_DAYS,
    socketsPerAddress: value.SOCKETS_PER_ADDRESS,
    socketsPerUser: value.SOCKETS_PER_USER,
    storedOnly: value.OPERATIONS === 'stored',
    limits: value.LIMITS,
    listSize: value.LIST_SIZE,
    costBucket: value.COST_BUCKET,
    costRefill: value.COST_REFILL,
  };
}

/**
 * Removes libpq's variables (PGSSLMODE, PGOPTIONS, PGHOST …) from the environment of this process: pg uses them for
 * everything that a connection string leaves open.
 */
export function forgetPostgresVariables(environment: NodeJS.ProcessEnv = process.env): void {
  for (const name of Object.keys(environment)) if (/^PG[A-Z_]+$/.test(name)) delete environment[name];
}

/** The package.json whose script npm runs in this process; undefined when npm did not start it. */
export const npmPackage = (environment: NodeJS.ProcessEnv = process.env): string | undefined =>
  environment.npm_lifecycle_event && environment.npm_package_json;

/** The settings without passwords, to be logged. */
export function describeConfig(config: Config): Record<string, unknown> {
  return { ...config, databaseUrl: hidden(config.databaseUrl), redisUrl: hidden(config.redisUrl) };
}

// An address whose user name or password holds a stray % parses as a URL, but pg cannot decode it.
function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password, pathname } = new URL(text);
  try {
    return [username, password, pathname].map(decodeURIComponent).length > 0;
  } catch {
    return false;
  }
}

// Scheme, host and port in lower case and nothing else: any other form would never equal the Origin that a browser
// sends.
function isOrigin(text: string): boolean {
  if (/^https?:/.test(text)) return URL.canParse(text) && new URL(text).origin === text;
  return /^[a-z][a-z\d+.-]*:\/\/[^/]+$/.test(text);
}

function hidden(address: string | undefined): string | undefined {
  if (!address) return undefined;
  const shown = new URL(address);
  if (shown.password) shown.password = 'hidden';
  // A password can be in the query as well (postgres://…?password=…).
  for (const name of shown.searchParams.keys())
    if (/pass|secret|key/i.test(name)) shown.searchParams.set(name, 'hidden');
  return shown.href;
}

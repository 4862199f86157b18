// The settings: each one's default, which values it refuses and with which message, and that no secret is shown.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeConfig, readConfig, settingNames } from '../../src/config.ts';

const refusal = (environment: Record<string, string>): string => {
  try {
    readConfig(environment);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error(`${JSON.stringify(environment)} was taken`);
};

describe('without any variable', () => {
  const defaults = {
    host: '127.0.0.1',
    port: 4000,
    databaseUrl: undefined,
    redisUrl: undefined,
    dataDir: resolve('.data'),
    production: false,
    logLevel: 'warn',
    allowedOrigins: [],
    poolMax: 20,
    prepared: true,
    crossRequestBatching: true,
    fastPath: true,
    compression: true,
    executions: 10,
    shedding: true,
    jit: true,
    allocateYoung: true,
    viewerCache: true,
    cacheBytes: 64_000_000,
    warmUp: undefined,
    slowStatementMs: 200,
    drainSeconds: 10,
    keepChangesDays: 30,
    socketsPerAddress: 1_000,
    socketsPerUser: 100,
    storedOnly: false,
    limits: true,
    listSize: 10_000,
    costBucket: 20_000,
    costRefill: 1_000,
  };

  it('every setting has its default', () => {
    expect(readConfig({})).toEqual(defaults);
  });

  it('an empty or blank one counts as unset', () => {
    for (const blank of ['', ' ', '\t']) {
      expect(readConfig(Object.fromEntries(settingNames.map((name) => [name, blank])))).toEqual(defaults);
    }
  });

  it('an unknown variable is ignored', () => {
    expect(readConfig({ POOL_MIN: 'x', PATH: '/bin' })).toEqual(defaults);
  });
});

it.each<[string, string, object]>([
  ['HOST', '0.0.0.0', { host: '0.0.0.0' }],
  ['HOST', '::1', { host: '::1' }],
  ['PORT', '0', { port: 0 }],
  ['PORT', ' 65535 ', { port: 65_535 }],
  [
    'DATABASE_URL',
    'postgres://u:p@db.example.com:5433/app?sslmode=require',
    { databaseUrl: expect.stringContaining('5433') },
  ],
  ['DATABASE_URL', 'postgresql:///app', { databaseUrl: 'postgresql:///app' }],
  ['REDIS_URL', 'rediss://:secret@redis.example.com:6380/1', { redisUrl: expect.stringContaining('6380') }],
  ['DATA_DIR', 'some/where', { dataDir: resolve('some/where') }],
  ['DATA_DIR', '/var/lib/data', { dataDir: '/var/lib/data' }],
  ['NODE_ENV', 'production', { production: true }],
  ['NODE_ENV', 'test', { production: false }],
  ['LOG_LEVEL', 'silent', { logLevel: 'silent' }],
  ['ALLOWED_ORIGINS', 'https://a.example.com', { allowedOrigins: ['https://a.example.com'] }],
  [
    'ALLOWED_ORIGINS',
    ' https://a.example.com, http://localhost:3000 ,app://desktop,',
    { allowedOrigins: ['https://a.example.com', 'http://localhost:3000', 'app://desktop'] },
  ],
  ['POOL_MAX', '2', { poolMax: 2 }],
  ['PREPARED', 'off', { prepared: false }],
  ['CROSS_REQUEST_BATCHING', 'off', { crossRequestBatching: false }],
  ['ALLOCATE_YOUNG', 'off', { allocateYoung: false }],
  ['FAST_PATH', 'off', { fastPath: false }],
  ['JIT', 'off', { jit: false }],
  ['COMPRESSION', 'off', { compression: false }],
  ['EXECUTIONS', '0', { executions: 0 }],
  ['SHEDDING', 'off', { shedding: false }],
  ['VIEWER_CACHE', 'off', { viewerCache: false }],
  ['CACHE_MB', '0', { cacheBytes: 0 }],
  ['WARM_UP', 'some/list.json', { warmUp: resolve('some/list.json') }],
  ['SLOW_STATEMENT_MS', '1', { slowStatementMs: 1 }],
  ['DRAIN_SECONDS', '0', { drainSeconds: 0 }],
  ['OPERATIONS', 'stored', { storedOnly: true }],
  ['LIMITS', 'off', { limits: false }],
])('%s=%s is taken', (name, value, expected) => {
  expect(readConfig({ [name]: value })).toMatchObject(expected);
});

const number = (name: string, min: number, max: number) =>
  [`${min - 1}`, `${max + 1}`, 'many', '1.5', '1e1', '0x10', '-5', 'NaN', 'Infinity'].map(
    (value): [string, string, string] => [name, value, `must be a whole number from ${min} to ${max}`],
  );
const database = 'must be an address that begins with postgres:// or postgresql://';
const redis = 'must be an address that begins with redis:// or rediss://';
const origins = 'must be origins as browsers send them, such as https://app.example.com, separated by commas';
it.each<[string, string, string]>([
  ...number('PORT', 0, 65_535),
  ...number('POOL_MAX', 2, 100),
  ...number('SLOW_STATEMENT_MS', 1, 600_000),
  ...number('DRAIN_SECONDS', 0, 600),
  ...number('KEEP_CHANGES_DAYS', 1, 3_650),
  ...number('SOCKETS_PER_ADDRESS', 1, 1_000_000),
  ...number('SOCKETS_PER_USER', 1, 100_000),
  ...number('LIST_SIZE', 100, 1_000_000_000),
  ...number('COST_BUCKET', 1, 1_000_000_000),
  ...number('COST_REFILL', 1, 1_000_000_000),
  ['OPERATIONS', 'all', 'Invalid option: expected one of "any"|"stored"'],
  ['LIMITS', 'no', 'Invalid option: expected one of "on"|"off"'],
  ['DATABASE_URL', 'db.example.com/app', database],
  ['DATABASE_URL', 'mysql://u:secret@db/app', database],
  ['REDIS_URL', 'localhost:6379', redis],
  ['REDIS_URL', 'http://localhost', redis],
  ['NODE_ENV', 'staging', 'Invalid option: expected one of "development"|"production"|"test"'],
  ['LOG_LEVEL', 'verbose', 'Invalid option: expected one of "fatal"|"error"|"warn"|"info"|"debug"|"trace"|"silent"'],
  ['PREPARED', 'true', 'Invalid option: expected one of "on"|"off"'],
  ...[
    'app.example.com',
    '*',
    'https://a.example.com/',
    'https://A.example.com',
    'https://a.example.com:443',
    'null',
  ].map((value): [string, string, string] => ['ALLOWED_ORIGINS', value, origins]),
])('%s=%s stops the start with one line that says what it should be', (name, value, reason) => {
  expect(refusal({ [name]: value })).toBe(`Wrong settings: ${name}: ${reason}. docs/settings.md lists them all.`);
});

it('all errors are reported in one line, without any value', () => {
  const line = refusal({ PORT: 'x', DATABASE_URL: 'mysql://u:secret@db', PREPARED: 'off', DRAIN_SECONDS: '-1' });
  expect(line).toMatch(/^Wrong settings: PORT: .*; DATABASE_URL: .*; DRAIN_SECONDS: .*\.$/);
  expect(line).not.toContain('\n');
  expect(line).not.toContain('secret');
});

it('describes itself with everything but the secrets', () => {
  const config = readConfig({
    DATABASE_URL:
      'postgres://app:s3cret@db.example.com/app?sslmode=require&password=s3cret&sslpassword=s3cret&password=s3cret',
    REDIS_URL: 'rediss://:s3cret@redis.example.com/0',
    PORT: '5000',
  });
  const shown = describeConfig(config);
  expect(JSON.stringify(shown)).not.toContain('s3cret');
  expect(shown).toMatchObject({ port: 5000, dataDir: config.dataDir, prepared: true });
  expect(shown.databaseUrl).toMatch(/^postgres:\/\/app:hidden@db\.example\.com\/app\?sslmode=require&/);
  expect(shown.redisUrl).toBe('rediss://:hidden@redis.example.com/0');
  expect(Object.keys(shown)).toEqual(Object.keys(config));
  expect(config.databaseUrl).toContain('s3cret');
  expect(describeConfig(readConfig({}))).toMatchObject({ databaseUrl: undefined, redisUrl: undefined });
});

it('docs/settings.md names exactly the settings, with their defaults', () => {
  const section = /^## Environment variables\n(.*?)^## /ms.exec(readFileSync('docs/settings.md', 'utf8'))?.[1] ?? '';
  const rows = [...section.matchAll(/^\| `(\w+)` \| *(?:`([^`]*)` *)?\| *\S/gm)].map(([, name, value]) => [
    name,
    value,
  ]);
  expect(rows.map(([name]) => name)).toEqual(settingNames);
  const documented = Object.fromEntries(rows) as Record<string, string | undefined>;
  expect(readConfig(documented)).toEqual(readConfig({}));
  const without = Object.entries(documented).filter(([, value]) => value === undefined);
  expect(without.map(([name]) => name)).toEqual(['DATABASE_URL', 'REDIS_URL', 'ALLOWED_ORIGINS', 'WARM_UP']);
});

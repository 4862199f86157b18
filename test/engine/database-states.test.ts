// A database that is reachable but cannot do its work, above all with a full disk: writes are UNAVAILABLE and say when
// to retry, reads go on, the log has the reason, and everything works again once there is space.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureLog } from '../support/captured-log.ts';
import { connectBeside } from '../support/open-postgres.ts';
import { seed } from '../support/seed.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';

const captured = captureLog('warn');
let server: TestServer;
let beside: pg.Client;
let owner: Client;
let channelId: string;
beforeAll(async () => {
  server = await startServer({ CACHE_MB: '0' }, undefined, captured.log);
  beside = await connectBeside(server.databaseUrl);
  ({
    owner,
    channels: { talk: channelId },
  } = await seed(server, { channels: { talk: {} } }));
});
afterAll(async () => {
  await beside.end();
  await server.close();
});

const send = (body: string) =>
  owner.ask(
    `mutation ($id: ID!, $body: String!) {
      sendMessage(input: { channelId: $id, body: $body }) { message { id } }
    }`,
    { id: channelId, body },
  );
const read = () => owner.data('query ($id: ID!) { channel(id: $id) { messageCount } }', { id: channelId });

/** Each error of the database is one line of the log. */
const logged = (sqlState: string) =>
  captured.lines().filter(({ level, err }) => level === 50 && (err as { code?: string })?.code === sqlState).length;

/** While the work runs, every insert of a message fails with this. */
async function failing(sqlState: string, work: () => Promise<unknown>): Promise<void> {
  await beside.query(`create or replace function fail() returns trigger language plpgsql
    as $$ begin raise exception 'it failed' using errcode = '${sqlState}'; end $$`);
  await beside.query('create trigger fail before insert on messages execute function fail()');
  try {
    await work();
  } finally {
    await beside.query('drop trigger fail on messages');
  }
}

describe('a state of the database', () => {
  it.each<[string, number, string]>([
    ['53000', 5, 'memory or connections'],
    ['53100', 30, 'disk space'],
    ['53200', 5, 'memory or connections'],
    ['53400', 5, 'memory or connections'],
    ['25006', 5, 'read-only'],
    ['58000', 5, 'files'],
    ['58030', 5, 'files'],
    ['55P03', 1, 'busy'],
    ['57014', 1, 'busy'],
    ['40001', 1, 'busy'],
    ['40P01', 1, 'busy'],
  ])('%s is UNAVAILABLE, for %i s; reads go on', async (sqlState, retryAfter, words) => {
    await failing(sqlState, async () => {
      const before = await read();
      const { status, errors, data } = await send('hello');
      expect([status, data, errors?.length]).toEqual([200, null, 1]);
      expect(errors![0]!.extensions).toEqual({ code: 'UNAVAILABLE', retryAfter });
      expect(errors![0]!.message).toContain(words);
      expect(logged(sqlState)).toBe(1);
      expect(await read()).toEqual(before);
    });
    expect((await send('hello again')).errors).toBeUndefined();
  });

  it.each(['53300', '57P03', '57P05', '25P03', '08006'])('%s is a connection that is lost', async (sqlState) => {
    await failing(sqlState, async () => {
      const before = await read();
      expect((await send('hello')).errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE', retryAfter: 1 } }]);
      expect(await read()).toEqual(before);
    });
  });

  it('is matched by no other error', async () => {
    for (const sqlState of ['XX001', '54001', '42501', '58P01', 'P0001']) {
      await failing(sqlState, async () =>
        expect((await send('hello')).errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }]),
      );
    }
  });
});

/** A file system of 4 MB; null where nothing may be mounted, or the database is on another machine. */
async function mountSmallDisk(): Promise<{ path: string; unmount(): void } | null> {
  const { rows } = await beside.query<{ path: string }>(`select current_setting('data_directory') as path`);
  const path = mkdtempSync(join(tmpdir(), 'switchboard-disk-'));
  try {
    const { uid, gid } = statSync(rows[0]!.path);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m,mode=0711', 'tmpfs', path], { stdio: 'ignore' });
    mkdirSync(join(path, 'space'), { mode: 0o700 });
    chownSync(join(path, 'space'), uid, gid);
  } catch {
    rmSync(path, { recursive: true, force: true });
    return null;
  }
  const unmount = () => {
    execFileSync('umount', ['-l', path]);
    rmSync(path, { recursive: true });
  };
  return { path, unmount };
}

it('a full disk stops writes and nothing else, until there is space', async (context) => {
  const disk = await mountSmallDisk();
  if (!disk) return context.skip('A file system cannot be mounted here.');
  const space = `space_${randomBytes(4).toString('hex')}`;
  const filler = join(disk.path, 'filler');
  try {
    await beside.query(`create tablespace ${space} location '${join(disk.path, 'space')}'`);
    await beside.query(`alter table messages set tablespace ${space}`);
    expect(() => writeFileSync(filler, Buffer.alloc(8 * 1024 * 1024))).toThrow('ENOSPC');
    // It does not compress, so each needs space of its own; the last free pages are soon used up.
    const body = () => randomBytes(15_000).toString('base64');
    let refused: Awaited<ReturnType<typeof send>> | undefined;
    let written = (await read()).channel.messageCount;
    for (let tries = 0; tries < 20 && !refused; tries++) {
      const answer = await send(body());
      if (answer.errors) refused = answer;
      else written++;
    }
    expect(refused!.errors).toEqual([
      expect.objectContaining({
        message: 'The database has no disk space left: nothing was written. Reads still work; try again later.',
        extensions: { code: 'UNAVAILABLE', retryAfter: 30 },
      }),
    ]);
    expect(captured.lines().at(-1)).toMatchObject({ level: 50, err: { code: '53100' } });
    expect((await fetch(`${server.origin}/readyz`)).status).toBe(200);
    for (let again = 0; again < 3; again++) expect((await send(body())).errors).toHaveLength(1);
    expect((await read()).channel.messageCount).toBe(written);
    rmSync(filler);
    expect((await send(body())).errors).toBeUndefined();
    expect((await read()).channel.messageCount).toBe(written + 1);
  } finally {
    rmSync(filler, { force: true });
    await beside.query('alter table messages set tablespace pg_default');
    await beside.query('checkpoint');
    await beside.query(`drop tablespace if exists ${space}`);
    disk.unmount();
  }
});

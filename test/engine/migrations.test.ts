// Migrations: up, down and up again; what is rejected; and that instances which start together take turns.
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { dumpMigrations, dumpSchema } from '../../src/postgres/dump.ts';
import { migrate, readMigrations } from '../../src/postgres/migrate.ts';
import { planRollback, rollbackNote, rollback as stepBack } from '../../src/postgres/rollback.ts';
import { createDatabase } from '../support/empty-database.ts';
import { type MigrationFolder, migrationFolder } from '../support/migration-folder.ts';
import { connectBeside } from '../support/open-postgres.ts';
import { startProxy } from '../support/postgres-proxy.ts';

let database: Awaited<ReturnType<typeof createDatabase>>;
let beside: pg.Client;
let url: string;
const folders: MigrationFolder[] = [];
beforeAll(async () => {
  database = await createDatabase();
  url = database.url;
  beside = await connectBeside(url);
});
afterEach(async () => {
  for (const folder of folders.splice(0)) folder.remove();
  await beside.query('drop schema public cascade; create schema public');
});
afterAll(async () => {
  await beside.end();
  await database.drop();
});

const folderOf = (migrations: Parameters<typeof migrationFolder>[0]) => {
  const folder = migrationFolder(migrations);
  folders.push(folder);
  return folder;
};
const relations = async () => {
  const { rows } = await beside.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace order by 1`,
  );
  return rows.map((row) => row.name).filter((name) => !name.startsWith('migrations'));
};
const noted = async () =>
  (await beside.query<{ name: string }>('select name from migrations order by name')).rows.map((row) => row.name);

/** Rolls that many migrations back, one after the other; returns their names. */
async function rollback(at: string, count = 1, from?: URL): Promise<string[]> {
  const done: string[] = [];
  while (done.length < count) {
    const plan = await planRollback(at, from);
    if (!plan) break;
    await stepBack(at, plan.name, from);
    done.push(plan.name);
  }
  return done;
}

const first: [string, string] = ['create table a (id int)', 'drop table a'];
const second: [string, string] = ['create table b (id int)', 'drop table b'];

describe("the product's own", () => {
  it('migrate up from an empty database, down to nothing, and up to the same schema again', async () => {
    const names = (await readMigrations()).map(({ name }) => name);
    expect(await migrate(url)).toEqual(names);
    const dump = await dumpSchema(url);
    expect(await migrate(url)).toEqual([]);
    expect(await rollback(url, names.length)).toEqual([...names].reverse());
    expect(await relations()).toEqual([]);
    expect(await rollback(url)).toEqual([]);
    expect(await migrate(url)).toEqual(names);
    expect(await dumpSchema(url)).toBe(dump);
  });

  it('produce schema/database.sql, and the dump leaves nothing behind', async () => {
    const databases = async () =>
      (await beside.query(`select datname from pg_database where datname like 'switchboard_dump_%'`)).rowCount;
    expect(await dumpMigrations(url)).toBe(readFileSync('schema/database.sql', 'utf8'));
    expect(await databases()).toBe(0);
  });
});

describe('a migration', () => {
  it('runs once, in order, and is rolled back newest first', async () => {
    const folder = folderOf({ '0001_a': first, '0002_b': second });
    expect(await migrate(url, folder.url)).toEqual(['0001_a', '0002_b']);
    expect(await migrate(url, folder.url)).toEqual([]);
    expect(await noted()).toEqual(['0001_a', '0002_b']);
    expect(await rollback(url, 1, folder.url)).toEqual(['0002_b']);
    expect(await relations()).toEqual(['a']);
    expect(await migrate(url, folder.url)).toEqual(['0002_b']);
    expect(await rollback(url, 5, folder.url)).toEqual(['0002_b', '0001_a']);
    expect(await noted()).toEqual([]);
  });

  it('that changed since it ran is rejected, and nothing else runs', async () => {
    const folder = folderOf({ '0001_a': first });
    await migrate(url, folder.url);
    folder.put('0001_a.up.sql', 'create table a (id bigint)');
    folder.put('0002_b.up.sql', second[0]);
    folder.put('0002_b.down.sql', second[1]);
    await expect(migrate(url, folder.url)).rejects.toThrow(
      'Migration 0001_a has changed since it ran. Restore it, and put the change in a new one.',
    );
    expect(await relations()).toEqual(['a']);
  });

  it('that was renamed since it ran is rejected', async () => {
    const folder = folderOf({ '0001_a': first });
    await migrate(url, folder.url);
    await expect(migrate(url, folderOf({ '0001_other': first }).url)).rejects.toThrow('Migration 0001_a has changed');
  });

  it('without a rollback is rejected before anything runs', async () => {
    const folder = folderOf({ '0001_a': first, '0002_b': [second[0]] });
    await expect(migrate(url, folder.url)).rejects.toThrow('0002_b.up.sql has no rollback: add 0002_b.down.sql.');
    expect(await relations()).toEqual([]);
  });

  it.each([
    ['a gap', ['0001_a', '0003_b']],
    ['a number twice', ['0001_a', '0001_b']],
    ['no number', ['0001_a', 'b']],
  ])('after %s is refused', async (_, names) => {
    const folder = folderOf(Object.fromEntries(names.map((name) => [name, first])));
    await expect(migrate(url, folder.url)).rejects.toThrow(
      `Migrations are numbered from 0001 without a gap: ${names[1]}.up.sql is out of order.`,
    );
  });

  it('of a newer program stops an older one', async () => {
    await migrate(url, folderOf({ '0001_a': first, '0002_b': second }).url);
    const older = folderOf({ '0001_a': first });
    await expect(migrate(url, older.url)).rejects.toThrow(
      'The database is newer than this program: it has 0002_b. Update the program.',
    );
    await expect(rollback(url, 1, older.url)).rejects.toThrow(
      'The rollback of 0002_b is not in this version: use the version that has it.',
    );
    expect(await relations()).toEqual(['a', 'b']);
  });

  it('that fails leaves nothing of itself, keeps those before it, and the error names it and the reason', async () => {
    const folder = folderOf({
      '0001_a': first,
      '0002_b': [`${second[0]}; insert into b values (1); select nonsense from b`, second[1]],
    });
    await expect(migrate(url, folder.url)).rejects.toThrow(
      /^Migration 0002_b failed: column "nonsense" does not exist$/,
    );
    expect(await relations()).toEqual(['a']);
    expect(await noted()).toEqual(['0001_a']);
    folder.put('0002_b.up.sql', second[0]);
    expect(await migrate(url, folder.url)).toEqual(['0002_b']);
  });

  it('that cannot be recorded leaves nothing either', async () => {
    const folder = folderOf({ '0001_a': [`${first[0]}; insert into migrations values ('0001_a', '')`, first[1]] });
    await expect(migrate(url, folder.url)).rejects.toThrow('Migration 0001_a failed: duplicate key value');
    expect(await relations()).toEqual([]);
  });

  it('that loses its connection is an error, not the end of the process', async () => {
    const proxy = await startProxy(url);
    try {
      void proxy.loseAt(/create table a/, 'before');
      const lost = migrate(proxy.url, folderOf({ '0001_a': first }).url);
      await expect(lost).rejects.toThrow('Migration 0001_a failed: Connection terminated unexpectedly');
      expect(await relations()).toEqual([]);
    } finally {
      await proxy.close();
    }
  });

  it('whose rollback fails stays, and the error says why', async () => {
    const folder = folderOf({ '0001_a': ['create table a (id int)', 'drop table a; drop table gone'] });
    await migrate(url, folder.url);
    await expect(rollback(url, 1, folder.url)).rejects.toThrow(
      'Migration 0001_a cannot be rolled back: table "gone" does not exist',
    );
    expect(await relations()).toEqual(['a']);
    expect(await noted()).toEqual(['0001_a']);
  });
});

describe('two that start together', () => {
  it('take turns: each migration runs once', async () => {
    const folder = folderOf({ '0001_a': first, '0002_b': second });
    const done = await Promise.all([1, 2, 3].map(() => migrate(url, folder.url)));
    expect(done.flat().sort()).toEqual(['0001_a', '0002_b']);
  });

  it('take turns even while an index is built concurrently, which waits for all other transactions', async () => {
    const folder = folderOf({
      '0001_a': ['create table a (id int); insert into a select generate_series(1, 20000)', 'drop table a'],
      '0002_index': [
        '-- no transaction\ncreate index concurrently a_id on a (id);\n',
        '-- no transaction\ndrop index concurrently a_id;\n',
      ],
    });
    const done = await Promise.all([1, 2, 3].map(() => migrate(url, folder.url)));
    expect(done.flat().sort()).toEqual(['0001_a', '0002_index']);
    const { rows } = await beside.query(`select indisvalid from pg_index where indexrelid = 'a_id'::regclass`);
    expect(rows).toEqual([{ indisvalid: true }]);
    expect(await rollback(url, 1, folder.url)).toEqual(['0002_index']);
    expect(await relations()).toEqual(['a']);
  });

  it('the second continues when the first is killed', async () => {
    const folder = folderOf({
      '0001_a': [`select pg_advisory_xact_lock(42) from pg_sleep(0); ${first[0]}`, first[1]],
    });
    await beside.query('select pg_advisory_lock(42)');
    const stuck = migrate(url, folder.url);
    stuck.catch(() => undefined);
    const pid = await vi.waitFor(async () => {
      const { rows } = await beside.query<{ pid: number }>(
        `select pid from pg_locks where locktype = 'advisory' and objid = 42 and not granted`,
      );
      expect(rows).toHaveLength(1);
      return rows[0]!.pid;
    });
    const second = migrate(url, folder.url);
    await beside.query('select pg_terminate_backend($1, 5000)', [pid]);
    await expect(stuck).rejects.toThrow('Migration 0001_a failed: terminating connection due to administrator command');
    await beside.query('select pg_advisory_unlock(42)');
    expect(await second).toEqual(['0001_a']);
  });
});

describe('without a transaction', () => {
  it('each statement is sent alone, whatever semicolons are in its strings, comments and bodies', async () => {
    const up = `-- no transaction
create table a (id int, note text); -- one; with a comment
insert into a values (1, 'one;
two;
'), (2, 'it''s; "quoted"'), (3, E'back\\\\\\';
slash');
/* a comment;
 over lines; */
create function f() returns int language plpgsql as $body$
begin
  perform 1;
  return 2; -- $$ not the end
end;
$body$;
create table "odd;
name" (id int); create index concurrently a_id on a (id);
create index concurrently a_note on a (note)
-- the last has no semicolon; and ends with a comment
`;
    const down = '-- no transaction\ndrop function f; drop table a, "odd;\nname";';
    const folder = folderOf({ '0001_a': [up, down] });
    expect(await migrate(url, folder.url)).toEqual(['0001_a']);
    const { rows } = await beside.query('select note from a order by id');
    expect(rows.map((row) => row.note)).toEqual(['one;\ntwo;\n', `it's; "quoted"`, "back\\';\nslash"]);
    expect(await relations()).toEqual(['a', 'a_id', 'a_note', 'odd;\nname']);
    expect((await beside.query('select f() as two')).rows).toEqual([{ two: 2 }]);
    await rollback(url, 1, folder.url);
    expect(await relations()).toEqual([]);
  });

  it('one that fails keeps what ran before it, is not recorded, and is named in the error', async () => {
    const up = '-- no transaction\ncreate table if not exists a (id int);\ncreate index concurrently a_id on a (gone);';
    const folder = folderOf({ '0001_a': [up, 'drop table a'] });
    await expect(migrate(url, folder.url)).rejects.toThrow('Migration 0001_a failed: column "gone" does not exist');
    expect(await relations()).toEqual(['a']);
    expect(await noted()).toEqual([]);
    folder.put('0001_a.up.sql', up.replace('(gone)', '(id)'));
    expect(await migrate(url, folder.url)).toEqual(['0001_a']);
  });
});

describe('a rollback', () => {
  it('of every migration of the product says correctly what it destroys', async () => {
    const migrations = await readMigrations();
    await migrate(url);
    for (const { name, down } of [...migrations].reverse()) {
      const plan = (await planRollback(url))!;
      expect(plan.name).toBe(name);
      expect({ name, note: rollbackNote(down) }).toEqual({
        name,
        note: expect.stringMatching(/^(Destroys|Keeps): .{10}/),
      });
      // What runs outside of a transaction cannot be tried out, so it may destroy nothing.
      const destroys =
        plan.losses === null ? /\b(drop (table|column)|delete|truncate)\b/i.test(down) : plan.losses.length > 0;
      expect({ name, destroys }).toEqual({ name, destroys: plan.note!.startsWith('Destroys') });
      await stepBack(url, name);
    }
  });

  it('is tried out first: it counts the tables, columns and rows that would be deleted, and changes nothing', async () => {
    const folder = folderOf({
      '0001_a': [
        `create table a (id int, note text); create table b (id int);
         insert into a values (1, 'x'), (2, null), (3, 'y'); insert into b select generate_series(1, 1500)`,
        '-- Destroys: b, the notes, and the first.\ndrop table b; alter table a drop column note; delete from a where id = 1',
      ],
    });
    await migrate(url, folder.url);
    expect(await planRollback(url, folder.url)).toEqual({
      name: '0001_a',
      note: 'Destroys: b, the notes, and the first.',
      losses: ['column a.note: 2 values', 'of table a: 1 row', 'table b: 1,500 rows'],
    });
    expect(await relations()).toEqual(['a', 'b']);
    expect((await beside.query('select count(note)::int as n from a')).rows).toEqual([{ n: 2 }]);
    expect(await noted()).toEqual(['0001_a']);
  });

  it('is rejected while anything of the product is connected, whatever host name its connection string has', async () => {
    const folder = folderOf({ '0001_a': first });
    await migrate(url, folder.url);
    for (const [server, named] of [
      ['switchboard', url],
      ['ours', `${url}?application_name=ours`],
    ] as const) {
      const client = new pg.Client({ connectionString: url, application_name: server });
      await client.connect();
      const refusal = 'A server or a command is using the database (1 connection from 127.0.0.1). Stop them all first.';
      try {
        await expect(planRollback(named, folder.url)).rejects.toThrow(refusal);
        await expect(stepBack(named, '0001_a', folder.url)).rejects.toThrow(refusal);
      } finally {
        await client.end();
      }
    }
    expect(await relations()).toEqual(['a']);
  });

  it('is not run when another migration ran since it was planned', async () => {
    await migrate(url, folderOf({ '0001_a': first }).url);
    const folder = folderOf({ '0001_a': first, '0002_b': second });
    await migrate(url, folder.url);
    await expect(stepBack(url, '0001_a', folder.url)).rejects.toThrow('0001_a is no longer the last migration.');
    expect(await relations()).toEqual(['a', 'b']);
  });
});

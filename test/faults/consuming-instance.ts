// An instance of the server as far as consumers go, in a process of its own, to be killed. Its consumer records each
// change that it receives, has a command write another, and always fails on some.
import type { Actor } from '../../src/changes/actor.ts';
import { type Consumer, Consumers } from '../../src/changes/consumers.ts';
import type { StoredChange } from '../../src/changes/log.ts';
import { write } from '../../src/changes/record.ts';
import { Relay } from '../../src/changes/relay.ts';
import { Postgres } from '../../src/postgres/database.ts';
import { Pool } from '../../src/postgres/pool.ts';
import { statement } from '../../src/postgres/statement.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { StatementTimes } from '../../src/telemetry/statement-times.ts';
import { followed, happened, isPoisoned, streamOfFollowers } from './consuming-changes.ts';

const addEffect = statement<never>(
  'test.effect',
  'insert into effects (workspace_id, stream, number) values ($1, $2, $3)',
);

const counting: Consumer = {
  name: 'test.counting',
  kinds: [happened],
  async handle(change: StoredChange, actor: Actor) {
    await actor.db.run(addEffect, [change.stream, change.number]);
    const { i } = happened.of(change)!.data;
    await write(actor, [streamOfFollowers], async (tx) => tx.record(streamOfFollowers, followed, { of: i }));
    if (isPoisoned(i)) throw new Error('poisoned');
  },
};

const log = createLog('silent');
const pool = new Pool({ url: process.argv[2]!, log, max: 4 });
const postgres = new Postgres(pool, new StatementTimes(log, 60_000));
const relay = new Relay({ postgres, log, pollMs: () => 50 });
await relay.start();
await new Consumers({ postgres, relay, consumers: [counting], log, now: Date.now, retryMs: 20 }).start();
process.stdout.write('consuming\n');

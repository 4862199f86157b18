// npm run faults -- --minutes 10 --seed N: the full run of the checker. Exit code 1 when anything was lost, duplicated,
// out of order or unexpected. With --keyed 5000 keyed mutations under kill -9, with --latency publish to receive.
import { runProgram } from '../../src/cli/arguments.ts';
import { runKeyed } from './keyed.ts';
import { measureLatency } from './latency.ts';
import { faultsOf } from './ledger.ts';
import { run } from './run.ts';

const command = {
  name: 'npm run faults --',
  about: 'The full run of the checker: servers are broken while people write, and nothing may be lost or doubled.',
  options: {
    minutes: { type: 'string', default: '10', value: 'N', about: 'how long it runs' },
    seed: { type: 'string', value: 'N', about: 'what it repeats (default: another each time)' },
    subscribers: { type: 'string', default: '200', value: 'N', about: 'who reads live' },
    writers: { type: 'string', default: '24', value: 'N', about: 'who sends messages' },
    channels: { type: 'string', default: '20', value: 'N', about: 'where they do' },
    rate: { type: 'string', default: '50', value: 'N', about: 'messages a second' },
    instances: { type: 'string', default: '2', value: 'N', about: 'servers on one database' },
    latency: { type: 'boolean', default: false, about: 'instead: from publishing to receiving' },
    keyed: { type: 'string', value: 'N', about: 'instead: keyed mutations under kill -9' },
  },
} as const;

const say = (text: string) => process.stdout.write(`${text}\n`);

await runProgram(command, async ({ values: flags }) => {
  const values = { ...flags, seed: flags.seed ?? String(Date.now() % 1_000_000) };
  say(`seed ${values.seed}`);
  const began = Date.now();
  const report = (text: string) => say(`${((Date.now() - began) / 1_000).toFixed(1).padStart(6)} s  ${text}`);
  if (values.latency) {
    for (const redis of [true, false]) say(JSON.stringify(await measureLatency({ redis, seconds: 15 })));
    process.exit(0);
  }
  if (values.keyed) {
    const { messages, distinct, kills } = await runKeyed({
      seed: values.seed,
      messages: Number(values.keyed),
      say: report,
    });
    say(`${values.keyed} keyed mutations, ${kills} kills: ${messages} messages, ${distinct} different`);
    process.exit(messages === distinct && distinct === Number(values.keyed) ? 0 : 1);
  }
  const result = await run({
    seed: values.seed,
    seconds: Number(values.minutes) * 60,
    subscribers: Number(values.subscribers),
    writers: Number(values.writers),
    channels: Number(values.channels),
    perSecond: Number(values.rate),
    instances: Number(values.instances),
    say: report,
  });
  const { details, surprises, requests, ...numbers } = result;
  say(JSON.stringify({ seed: values.seed, ...numbers, requests, surprises: surprises.length }, null, 2));
  say(`answered: ${((100 * requests.answered) / requests.sent).toFixed(2)} % of ${requests.sent} requests`);
  for (const line of [...details, ...surprises.slice(0, 30)]) say(line);
  const figures = faultsOf(result);
  say(
    Object.entries(figures)
      .map(([name, count]) => `${name} ${count}`)
      .join(', '),
  );
  process.exit(Object.values(figures).some(Boolean) || surprises.length ? 1 : 0);
});

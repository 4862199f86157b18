// npm run faults -- --minutes 10 --seed N: the full run of the checker. Exit code 1 when anything was lost, doubled,
// out of order or unexpected. With --keyed 5000 keyed mutations under kill -9, with --latency publish to receive.
import { parseArgs } from 'node:util';
import { runKeyed } from './keyed.ts';
import { measureLatency } from './latency.ts';
import { faultsOf } from './ledger.ts';
import { run } from './run.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    subscribers: { type: 'string', default: '200' },
    writers: { type: 'string', default: '24' },
    channels: { type: 'string', default: '20' },
    rate: { type: 'string', default: '50' },
    instances: { type: 'string', default: '2' },
    latency: { type: 'boolean', default: false },
    keyed: { type: 'string' },
  },
});
const say = (text: string) => process.stdout.write(`${text}\n`);
say(`seed ${values.seed}`);
const began = Date.now();
const tell = (text: string) => say(`${((Date.now() - began) / 1_000).toFixed(1).padStart(6)} s  ${text}`);
if (values.latency) {
  for (const redis of [true, false]) say(JSON.stringify(await measureLatency({ redis, seconds: 15 })));
  process.exit(0);
}
if (values.keyed) {
  const { messages, distinct, kills } = await runKeyed({
    seed: values.seed,
    messages: Number(values.keyed),
    say: tell,
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
  say: tell,
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

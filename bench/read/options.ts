// The options of npm run bench. An invalid one ends it with one line.
import { parseArgs } from 'node:util';
import { type ContenderName, contenders } from './contenders.ts';
import { operationKeys } from './operations.ts';

const all = Object.keys(contenders) as ContenderName[];
const known = {
  smoke: { type: 'boolean', default: false },
  ablation: { type: 'boolean', default: false },
  rounds: { type: 'string', default: '5' },
  seconds: { type: 'string', default: '5' },
  // Node goes on optimising for about 3 s: measured cold, Q1 costs Yoga and Switchboard twice as much.
  warm: { type: 'string', default: '4' },
  only: { type: 'string', default: all.join(',') },
  operations: { type: 'string', default: operationKeys.join(',') },
} as const;

/** What is to be measured, from the command line. */
export function readOptions() {
  const { smoke, ablation, ...flags } = parse();
  const only = choice('only', flags.only, all);
  const keys = choice('operations', flags.operations, operationKeys);
  const rounds = positive('rounds', flags.rounds);
  const seconds = positive('seconds', flags.seconds);
  const warm = positive('warm', flags.warm);
  // The minimum for a run that writes the report.
  const everything = only.length === all.length && keys.length === operationKeys.length;
  const full = everything && rounds >= 5 && seconds >= 5 && warm >= 4;
  if (smoke) return { smoke, ablation, only, keys, full: false, rounds: 1, seconds: 0.1, warm: 0.1, connections: 4 };
  return { smoke, ablation, only, keys, full, rounds, seconds, warm, connections: 64 };
}

/** Ends the program. */
export function stop(line: string): never {
  console.error(line);
  process.exit(1);
}

function parse() {
  try {
    return parseArgs({ options: known }).values;
  } catch (error) {
    return stop(`${(error as Error).message.split('. ')[0]}. There are --${Object.keys(known).join(', --')}.`);
  }
}

function choice<Name extends string>(option: string, text: string, names: readonly Name[]): Name[] {
  const flags = text.split(',');
  const unknown = flags.find((name) => !names.some((one) => one === name));
  if (unknown !== undefined) stop(`--${option}: there is no ${unknown}; there are ${names.join(', ')}.`);
  return names.filter((name) => flags.includes(name));
}

function positive(option: string, text: string): number {
  return Number(text) > 0 ? Number(text) : stop(`--${option}: give a number past 0.`);
}

// Every command of package.json as it is typed: --help, what it refuses, what it reports as missing. No work is done.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { startProgram } from '../support/start-program.ts';

vi.setConfig({ testTimeout: 120_000 });
const folder = mkdtempSync(join(tmpdir(), 'switchboard-commands-'));
const dataDir = join(folder, 'data');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
/** Scripts that run other people's programs, or the bench, which is a package of its own. */
const foreign = /^(vitest|biome|knip|tsc|npm run|cd bench)\b/;
// Built from two programs, each of which is tried here by itself.
const joint = ['check:drift'];
const commands = Object.keys(scripts).filter((name) => !foreign.test(scripts[name]!) && !joint.includes(name));

async function run(script: string, ...args: string[]) {
  const program = startProgram(script, { DATA_DIR: dataDir, PORT: '0' }, args);
  const { code } = await program.ended;
  return { code, out: program.out, err: program.err };
}

it('there are commands to test', () => {
  expect(commands.sort()).toEqual(
    'codegen db:dump db:migrate db:rollback demo dev faults import setup start token'.split(' '),
  );
});

describe.each(commands)('%s', (name) => {
  const usage = new RegExp(`^Usage: npm (run )?${name} -- .*\\[options\\]\\n\\w.*`, 'm');

  it('shows its usage with --help and does nothing else, whatever its other arguments are', async () => {
    const { code, out, err } = await run(name, '--nonsense', '--help');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(usage);
    expect(out).toMatch(/^ {2}--help {2,}\w/m);
    expect(existsSync(dataDir)).toBe(false);
  });

  it('refuses an option that it does not know, with its usage and 2', async () => {
    const { code, out, err } = await run(name, '--nonsense');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^Unknown option '--nonsense'\.\n/);
    expect(err).toMatch(usage);
    expect(existsSync(dataDir)).toBe(false);
  });
});

it.each<[name: string, args: string[], says: string]>([
  ['demo', ['--workspace'], "Option '--workspace <value>' argument missing."],
  ['import', [], 'EXPORT.zip is missing.'],
  ['setup', ['--workspace', 'acme'], 'The handle of the owner is missing: give --handle.'],
  [
    'setup',
    '--workspace acme --handle ada --password-stdin'.split(' '),
    'Standard input ended before a line was read.',
  ],
  ['token', [], 'Name the workspace with --workspace.'],
  ['token', '--workspace acme --owner --days x'.split(' '), '--days: give a number above 0.'],
  ['db:rollback', ['--steps', '3'], "Unknown option '--steps'."],
])('%s %j reports the error, with its usage and 2, and does nothing', async (name, args, says) => {
  const { code, out, err } = await run(name, ...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err.split('\n')[0]).toContain(says);
  expect(err).toContain('\nUsage: npm ');
  expect(existsSync(dataDir)).toBe(false);
});

// The command line of every command: one description gives what is accepted, the text of --help, and the refusals.
import { type ParseArgsConfig, parseArgs } from 'node:util';

interface CommandOption {
  type: 'string' | 'boolean';
  default?: string | boolean;
  /** What stands for the value in the usage, such as SLUG. */
  value?: string;
  about: string;
}

export type CommandOptions = Record<string, CommandOption>;

export interface CommandLine<Options extends CommandOptions = CommandOptions> {
  /** As it is typed, such as `npm run demo --`. */
  name: string;
  about: string;
  options: Options;
  /** Names of the arguments that must be given, in order. */
  positionals?: readonly string[];
}

/** What parseArgs makes of the options. */
export type Arguments<Options extends CommandOptions> = ReturnType<
  typeof parseArgs<{ options: Options; allowPositionals: true }>
>;

/** A mistake in how a command was called: shown with its usage, and exit code 2. */
export class UsageError extends Error {}

/** The options and arguments of the command line; null when it asks for --help. Throws a UsageError when it is wrong. */
export function readArguments<const Options extends CommandOptions>(
  { options, positionals: names = [] }: CommandLine<Options>,
  line: readonly string[] = process.argv.slice(2),
): Arguments<Options> | null {
  const end = line.indexOf('--');
  if (line.slice(0, end < 0 ? undefined : end).some((word) => word === '--help' || word === '-h')) return null;
  const config = { args: [...line], options: options as ParseArgsConfig['options'], allowPositionals: true };
  let found: ReturnType<typeof parseArgs>;
  try {
    found = parseArgs(config);
  } catch (error) {
    const [sentence] = (error as Error).message.split(/\.?(?: To specify|\n|$)/);
    throw new UsageError(`${sentence}.`);
  }
  const [missing, extra] = [names[found.positionals.length], found.positionals[names.length]];
  if (missing) throw new UsageError(`${missing} is missing.`);
  if (extra !== undefined) throw new UsageError(`Unexpected argument '${extra}'.`);
  return found as Arguments<Options>;
}

/** The usage, for --help and below a UsageError. */
export function usageOf(command: CommandLine): string {
  const rows = Object.entries(command.options).map(([name, { value, about, default: fallback }]) => {
    const shown = typeof fallback === 'string' ? ` (default: ${fallback})` : '';
    return [`--${name}${value ? ` ${value}` : ''}`, about + shown];
  });
  rows.push(['--help', 'shows this and does nothing']);
  const width = Math.max(...rows.map(([option]) => option!.length));
  const lines = rows.map(([option, about]) => `  ${option!.padEnd(width)}  ${about}`);
  const given = [...(command.positionals ?? []), '[options]'].join(' ');
  return `Usage: ${command.name} ${given}\n${command.about}\n\n${lines.join('\n')}\n`;
}

/**
 * Runs a program to its exit code: 0, also after --help, which does nothing else; 1 after one line that says what is
 * wrong; 2 after a UsageError and the usage.
 */
export async function runProgram<const Options extends CommandOptions>(
  command: CommandLine<Options>,
  main: (given: Arguments<Options>) => Promise<void>,
  explain: (error: unknown) => string = (error) => (error as Error).message,
): Promise<void> {
  // A terminal that was closed, or a pipe that nobody reads any longer, must not keep a program from ending well.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  try {
    const given = readArguments(command);
    if (given) await main(given);
    else process.stdout.write(usageOf(command));
  } catch (error) {
    const isUsage = error instanceof UsageError;
    process.stderr.write(isUsage ? `${error.message}\n${usageOf(command)}` : `${explain(error)}\n`);
    process.exitCode = isUsage ? 2 : 1;
  }
}

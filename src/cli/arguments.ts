// The command line of every command. One description defines the accepted options, the text of --help, and the errors.
import { type ParseArgsConfig, parseArgs } from 'node:util';

interface CommandOption {
  type: 'string' | 'boolean';
  default?: string | boolean;
  /** The placeholder for the value in the usage, such as SLUG. */
  value?: string;
  about: string;
}

export type CommandOptions = Record<string, CommandOption>;

export interface CommandLine<Options extends CommandOptions = CommandOptions> {
  /** The command as typed, such as `npm run demo --`. */
  name: string;
  about: string;
  options: Options;
  /** Names of the required arguments, in order. */
  positionals?: readonly string[];
}

/** The result of parseArgs for these options. */
export type Arguments<Options extends CommandOptions> = ReturnType<
  typeof parseArgs<{ options: Options; allowPositionals: true }>
>;

/** The arguments of a command are wrong: it is shown with the usage, and the exit code is 2. */
export class UsageError extends Error {}

/** Parses the command line; null when it has --help. Throws a UsageError when it is wrong. */
export function readArguments<const Options extends CommandOptions>(
  { options, positionals: names = [] }: CommandLine<Options>,
  line: readonly string[] = process.argv.slice(2),
): Arguments<Options> | null {
  const end = line.indexOf('--');
  if (line.slice(0, end < 0 ? undefined : end).some((word) => word === '--help' || word === '-h')) return null;
  const config = { args: [...line], options: options as ParseArgsConfig['options'], allowPositionals: true };
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs(config);
  } catch (error) {
    const [sentence] = (error as Error).message.split(/\.?(?: To specify|\n|$)/);
    throw new UsageError(`${sentence}.`);
  }
  const [missing, extra] = [names[parsed.positionals.length], parsed.positionals[names.length]];
  if (missing) throw new UsageError(`${missing} is missing.`);
  if (extra !== undefined) throw new UsageError(`Unexpected argument '${extra}'.`);
  return parsed as Arguments<Options>;
}

/** The usage, for --help and below a UsageError. */
export function usageOf(command: CommandLine): string {
  const rows = Object.entries(command.options).map(([name, { value, about, default: fallback }]) => {
    const shown = typeof fallback === 'string' ? ` (default: ${fallback})` : '';
    return [`--${name}${value ? ` ${value}` : ''}`, about + shown];
  });
  rows.push(['--help', 'shows this help and does nothing else']);
  const width = Math.max(...rows.map(([option]) => option!.length));
  const lines = rows.map(([option, about]) => `  ${option!.padEnd(width)}  ${about}`);
  const given = [...(command.positionals ?? []), '[options]'].join(' ');
  return `Usage: ${command.name} ${given}\n${command.about}\n\n${lines.join('\n')}\n`;
}

/**
 * Runs a program and sets its exit code: 0 for success or --help; 1 after an error, which is printed in one line; 2 after a
 * UsageError, which is printed with the usage.
 */
export async function runProgram<const Options extends CommandOptions>(
  command: CommandLine<Options>,
  main: (given: Arguments<Options>) => Promise<void>,
  explain: (error: unknown) => string = (error) => (error as Error).message,
): Promise<void> {
  // A closed terminal or pipe must not make the program fail.
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

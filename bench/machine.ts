// The versions and the machine of a measurement.
import { readFile } from 'node:fs/promises';
import { cpus, release, totalmem, type } from 'node:os';

/** Two lines of a report: the versions of these packages, and the machine; `cores` says what ran on which core. */
export async function measuredWith(packages: readonly string[], postgres: string, cores: string): Promise<string[]> {
  const { dependencies } = JSON.parse(await readFile(new URL('package.json', import.meta.url), 'utf8'));
  const versions = packages.map((name) => `${name} ${dependencies[name]}`).join(', ');
  const memory = Math.round(totalmem() / 2 ** 30);
  return [
    `- ${versions}, Node ${process.version}, Postgres ${postgres}.`,
    `- ${cpus().length} cores of ${cpus()[0]?.model.trim()}, ${memory} GiB, ${type()} ${release()}; ${cores}.`,
  ];
}

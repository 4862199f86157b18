// Migrations of a test's own, as files in a folder that is removed with the test.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface MigrationFolder {
  readonly url: URL;
  /** Writes a file of the folder, or another text into it; null removes it. */
  put(name: string, sql: string | null): void;
  remove(): void;
}

/** A folder with these migrations: name to the way up, and the rollback unless it is left out. */
export function migrationFolder(migrations: Record<string, [up: string, down?: string]>): MigrationFolder {
  const path = mkdtempSync(join(tmpdir(), 'switchboard-migrations-'));
  const put = (name: string, sql: string | null) =>
    sql === null ? rmSync(join(path, name)) : writeFileSync(join(path, name), sql);
  for (const [name, [up, down]] of Object.entries(migrations)) {
    put(`${name}.up.sql`, up);
    if (down !== undefined) put(`${name}.down.sql`, down);
  }
  return { url: pathToFileURL(`${path}/`), put, remove: () => rmSync(path, { recursive: true, force: true }) };
}

// A new, empty database of the run's cluster: for what migrates it itself.
import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { connectBeside } from './open-postgres.ts';

export async function createDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const adminUrl = inject('postgresUrl');
  const name = `empty_${randomBytes(6).toString('hex')}`;
  const run = async (statement: string) => {
    const admin = await connectBeside(adminUrl);
    await admin.query(statement).finally(() => admin.end());
  };
  await run(`create database ${name}`);
  return {
    url: Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href,
    drop: () => run(`drop database if exists ${name} with (force)`),
  };
}

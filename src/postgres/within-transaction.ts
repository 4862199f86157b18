// A database whose transactions are savepoints of an open transaction: they are committed together with it. If one
// throws, only its own work is rolled back.
import type { Database, Runner } from './database.ts';
import { serverStatement } from './statement.ts';

const savepoint = serverStatement<never>('transactions.savepoint', 'savepoint part');
const release = serverStatement<never>('transactions.release', 'release savepoint part');
const takeBack = serverStatement<never>('transactions.takeBack', 'rollback to savepoint part');

/** Runs the work with such a database. Throws the error of the first failed statement, even if the work caught it. */
export async function withinTransaction<Result>(tx: Runner, work: (db: Database) => Promise<Result>): Promise<Result> {
  let failed: { error: unknown } | undefined;
  const run: Runner['run'] = async (...args) => {
    try {
      return await tx.run(...args);
    } catch (error) {
      failed ??= { error };
      throw error;
    }
  };
  const result = await work({
    run,
    async lookUp(statement, { texts, columns }, keyOf, values = []) {
      const rows = await run(statement, [...columns, ...values], texts.length);
      const found = new Map(rows.map((row) => [keyOf(row), row]));
      return texts.map((text) => found.get(text) ?? null);
    },
    async transaction(body) {
      await run(savepoint);
      try {
        const result = await body({ run });
        await run(release);
        return result;
      } catch (error) {
        await run(takeBack);
        throw error;
      }
    },
    async flight(steps) {
      const rows: unknown[][] = [];
      for (const { statement, values } of steps) rows.push(await run(statement, values));
      return rows;
    },
  });
  if (failed) throw failed.error;
  return result;
}

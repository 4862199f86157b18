// Postgres whose results are cached by statement and values: a test that reads the same rows thousands of times reads
// them once. For databases that do not change meanwhile.
import type { Database, Postgres } from '../../src/postgres/database.ts';

export function cachingPostgres(postgres: Postgres): Postgres {
  const answers = new Map<string, Promise<unknown>>();
  const cached = async <Row>(key: readonly unknown[], read: () => Promise<Row[]>): Promise<Row[]> => {
    const text = JSON.stringify(key);
    let answer = answers.get(text) as Promise<Row[]> | undefined;
    if (!answer) {
      answer = read();
      answers.set(text, answer);
    }
    return [...(await answer)];
  };
  const scoped: Postgres['scoped'] = (workspaceId, ledger): Database => {
    const database = postgres.scoped(workspaceId, ledger);
    return {
      run: (statement, values, keys) =>
        cached(['run', workspaceId, statement.text, values], () => database.run(statement, values, keys)),
      lookUp: (statement, keys, keyOf, values) =>
        cached(['look up', workspaceId, statement.text, keys, values], () =>
          database.lookUp(statement, keys, keyOf, values),
        ),
      transaction: (body, options) => database.transaction(body, options),
      flight: (steps) => database.flight(steps),
    };
  };
  return Object.assign(Object.create(postgres) as Postgres, { scoped });
}

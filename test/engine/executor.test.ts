// Which documents are compiled, and when: once executed often enough, between requests; graphql-js reports all errors.
import { type ExecutionResult, execute, parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Executor } from '../../src/execution/executor.ts';
import { PreparedOperations } from '../../src/execution/prepared-operation.ts';
import { authenticate } from '../../src/features/identity/policy.ts';
import { createContext, type Viewer } from '../../src/graphql/context.ts';
import { schema } from '../../src/schema.ts';
import { startFilledServer } from '../support/filled-database.ts';
import type { Client, TestServer } from '../support/server.ts';

let server: TestServer & { owner: Client };
let viewer: Viewer;

beforeAll(async () => {
  server = await startFilledServer('small');
  viewer = (await authenticate(server.app.internals.postgres, server.owner.token!, server.clock.now))!;
});
afterAll(() => server?.close());

const context = () =>
  createContext({
    postgres: server.app.internals.postgres,
    viewer,
    client: { address: '' },
    now: () => server.clock.now,
  });

const prepared = new PreparedOperations({ schema, hidesSchema: false });

/** The result by graphql-js and compiled, each in a context of its own. */
async function both(text: string, variableValues?: Record<string, unknown>) {
  const document = parse(text);
  expect(validate(schema, document), text).toEqual([]);
  const executor = new Executor({ schema, compile: true });
  const operation = prepared.of(document)!;
  executor.prepare(operation);
  const args = { schema, document, ...(variableValues && { variableValues }) };
  const plain = await execute({ ...args, contextValue: context() });
  const compiled = await executor.execute(operation, variableValues, context());
  return { plain, compiled, ran: executor.compiled };
}

const facts = ({ data, errors }: ExecutionResult) =>
  JSON.stringify({ data, errors: errors?.map(({ path, message, extensions }) => ({ path, message, extensions })) });

describe('compiled', () => {
  it('a result without errors comes from compiled code, one with errors from running again with graphql-js', async () => {
    const fine = await both('{ workspace { name } }');
    expect([fine.ran, fine.compiled]).toEqual([1, fine.plain]);
    const failing = await both('{ workspace { name } node(id: "nonsense") { id } }');
    expect(failing.ran).toBe(0);
    expect(facts(failing.compiled)).toBe(facts(failing.plain));
    expect(failing.compiled.errors).toHaveLength(1);
  });

  it('variables that do not match their types have the messages of graphql-js', async () => {
    const { compiled, plain, ran } = await both('query ($n: Int!) { channels(first: $n) { nodes { id } } }', {
      n: 'x',
    });
    expect(ran).toBe(0);
    expect(facts(compiled)).toBe(facts(plain));
    expect(compiled.data).toBeUndefined();
  });
});

describe('a document', () => {
  const executed = async (executor: Executor, text: string, times: number, operationName?: string) => {
    const operation = prepared.of(parse(text), operationName)!;
    for (let i = 0; i < times; i++) {
      await executor.execute(operation, null, context());
      await new Promise((resolve) => setImmediate(resolve));
    }
    return executor.compiled;
  };

  it('is compiled once it was executed often enough, and never where that is switched off', async () => {
    expect(await executed(new Executor({ schema, compile: true, hotAfter: 3 }), '{ workspace { name } }', 5)).toBe(2);
    expect(await executed(new Executor({ schema, compile: false, hotAfter: 1 }), '{ workspace { name } }', 5)).toBe(0);
  });

  it('with several operations, of another kind, or too large is not compiled', async () => {
    const executor = new Executor({ schema, compile: true, hotAfter: 1 });
    expect(await executed(executor, 'query A { workspace { id } } query B { __typename }', 3, 'A')).toBe(0);
    expect(await executed(executor, 'mutation { setPresence(input: { online: true }) { __typename } }', 3)).toBe(0);
    expect(await executed(executor, `{ workspace { id } } # ${'x'.repeat(10_000)}`, 3)).toBe(0);
    expect(await executed(executor, '{ workspace { id } }', 3)).toBe(2);
  });
});

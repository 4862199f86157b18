// One query or mutation, from the document that is known to be valid to the bytes of its answer. Every road comes through
// here: admitted, remembered or executed, charged for what it took.
import { type DocumentNode, type ExecutionResult, type GraphQLSchema, getOperationAST } from 'graphql';
import type { Reads } from '../batching/reads.ts';
import type { Found, ResponseCache } from '../cache/response-cache.ts';
import { toClientError } from '../graphql/client-errors.ts';
import { type Client, type Context, createContext, type OnChanges, type Viewer } from '../graphql/context.ts';
import type { Admission, Charge, CostReport } from '../operations/admission.ts';
import { beginOperation } from '../operations/begin.ts';
import type { Executor } from '../operations/executor.ts';
import type { Postgres } from '../postgres/database.ts';
import { busy, type Gate } from '../resilience/gate.ts';
import { Ledger } from '../telemetry/ledger.ts';
import type { Log } from '../telemetry/log.ts';

export interface Answering {
  schema: GraphQLSchema;
  postgres: Postgres;
  admission: Admission;
  cache: ResponseCache;
  executor: Executor;
  gate: Gate;
  /** Told what a mutation wrote before it is acknowledged. */
  onChanges: OnChanges;
  log: Log;
  now?: () => number;
}

export interface Asking {
  readonly document: DocumentNode;
  readonly operationName: string | null | undefined;
  readonly variables: Record<string, unknown> | null | undefined;
  readonly viewer: Viewer | null;
  readonly client: Client;
  /** Whether the answer tells what it cost in points. */
  readonly cost: boolean;
  /** Whether it tells what it asked of the database; asked when it is there, since whoever signed in is the viewer then. */
  ledger(viewer: Viewer | null): boolean;
  /** Whether whoever asked has left. */
  gone(): boolean;
}

/** What is sent. */
export interface Answer {
  /** The JSON. */
  readonly body: string | Buffer;
  /** The same without extensions: what the answer is, whoever asks; null when it has errors. */
  readonly content: string | Buffer | null;
  readonly found: Found;
}

/**
 * An answer; a result without data, or why it was refused, when nothing was executed; null when whoever asked has left.
 */
export type Answered = Answer | { readonly result: ExecutionResult } | { readonly refused: unknown } | null;

/** Before execution something failed. */
class NotBegun extends Error {
  constructor(cause: unknown) {
    super('An operation was not begun.', { cause });
  }
}

const mutation: Found = { status: 'BYPASS', reason: 'a mutation', entry: null, ageMs: 0, policy: null };

/** Answers; what is refused is charged nothing. */
export async function answer(options: Answering, asking: Asking): Promise<Answered> {
  const { document, operationName, variables, viewer, client } = asking;
  let charge: Charge;
  try {
    charge = await options.admission.admit(document, operationName, variables, { viewer, address: client.address });
  } catch (error) {
    return { refused: error };
  }
  try {
    return await answerAdmitted(options, asking, charge);
  } catch (error) {
    charge.settle(new Ledger());
    if (error instanceof NotBegun) return { refused: error.cause };
    if (error === busy) return { refused: error };
    throw error;
  }
}

async function answerAdmitted(options: Answering, asking: Asking, charge: Charge): Promise<Answered> {
  const { cache, gate } = options;
  const { document, operationName } = asking;
  const isQuery = getOperationAST(document, operationName)?.operation === 'query';
  let ran: Ran | null = null;
  let left = false;
  const execute = async (reads: Reads | null) => {
    const run = () => executeOnce(options, asking, reads);
    // Mutations may wait for locks, and must not hold up those who only read.
    ran = isQuery ? await gate.pass(run, asking.gone) : await run();
    left = ran === null;
    return ran && !ran.result.errors && 'data' in ran.result ? JSON.stringify(ran.result) : null;
  };
  const found = isQuery ? await cache.answer(asking, execute) : mutation;
  if (!found.entry && !ran && !left) await execute(null);
  if (left) return null;
  // What is made while a remembered answer is given is not what was asked of this request.
  const mine = found.status === 'HIT' || found.status === 'STALE' ? null : (ran as Ran | null);
  const ledger = mine?.ctx.ledger ?? new Ledger();
  const cost = charge.settle(ledger);
  if (mine && !('data' in mine.result)) return { result: mine.result };
  return compose(options, asking, found, mine, ledger, cost);
}

interface Ran {
  readonly ctx: Context;
  readonly result: ExecutionResult;
}

async function executeOnce(options: Answering, asking: Asking, reads: Reads | null): Promise<Ran> {
  const { schema, postgres, executor, onChanges, now } = options;
  const { document, operationName, variables, viewer, client } = asking;
  const ctx = createContext({ postgres, viewer, client, onChanges, reads, ...(now && { now }) });
  await beginOperation(schema, document, ctx).catch((error: unknown) => {
    throw new NotBegun(error);
  });
  const result = await executor.execute({
    schema,
    document,
    operationName,
    variableValues: variables,
    contextValue: ctx,
  });
  return { ctx, result };
}

function compose(
  { log }: Answering,
  asking: Asking,
  found: Found,
  mine: Ran | null,
  ledger: Ledger,
  cost: CostReport | null,
): Answer {
  const told = asking.ledger(mine ? mine.ctx.viewer : asking.viewer);
  const extensions = {
    ...(asking.cost && cost && { cost }),
    ...(told && { ledger: { ...ledger.report(), cache: `${found.status}: ${found.reason}` } }),
  };
  const plain = Object.keys(extensions).length === 0;
  if (mine?.result.errors) {
    const errors = mine.result.errors.map((error) => toClientError(error, log));
    const result = { ...mine.result, errors, ...(!plain && { extensions }) };
    return { body: JSON.stringify(result), content: null, found };
  }
  const content = found.entry?.bytes ?? JSON.stringify(mine!.result);
  if (plain) return { body: content, content, found };
  return { body: `${String(content).slice(0, -1)},"extensions":${JSON.stringify(extensions)}}`, content, found };
}

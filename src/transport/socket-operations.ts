// One operation of a socket: queries and mutations answer once, subscriptions go to the broadcaster.
import { type GraphQLSchema, getOperationAST } from 'graphql';
import type { Change } from '../changes/record.ts';
import { toClientError } from '../graphql/client-errors.ts';
import { createContext, type Viewer } from '../graphql/context.ts';
import { type Admission, withCost } from '../operations/admission.ts';
import { beginOperation } from '../operations/begin.ts';
import type { Broadcaster } from '../operations/broadcast.ts';
import type { Documents } from '../operations/documents.ts';
import type { Executor } from '../operations/executor.ts';
import type { Operations } from '../operations/lookup.ts';
import type { Postgres } from '../postgres/database.ts';
import { withLedger } from '../telemetry/ledger.ts';
import type { Log } from '../telemetry/log.ts';
import type { Authenticate } from './credentials.ts';
import type { OperationPayload, Receiver } from './socket-protocol.ts';

export interface SocketOperations {
  schema: GraphQLSchema;
  postgres: Postgres;
  operations: Operations;
  executor: Executor;
  documents: Documents;
  admission: Admission;
  broadcaster: Broadcaster;
  authenticate: Authenticate<Viewer>;
  onChanges: (changes: readonly Change[]) => void;
  log: Log;
  now?: () => number;
}

const nothing = () => {};

// The protocol wants a query in every message: where a documentId or a hash stands for it, it is empty.
const asked = (payload: OperationPayload) => ({ ...payload, query: payload.query || undefined });

/** Runs an operation; gives what stops it. Errors go to the receiver, never to the caller. */
export async function runOperation(
  options: SocketOperations,
  connection: {
    readonly viewer: Viewer | null;
    readonly address: string;
    readonly ledger: boolean;
    /** Whether the answer tells what it cost in points. */
    readonly cost?: boolean;
  },
  payload: OperationPayload,
  receiver: Receiver,
  /** Where a subscription goes on from, whatever its argument says: Last-Event-ID. */
  resumeAfter?: string,
): Promise<() => void> {
  const { schema, postgres, operations, executor, documents, admission, broadcaster, onChanges, log, now } = options;
  const fail = (errors: readonly unknown[]): (() => void) => {
    receiver.error(JSON.stringify(errors.map((error) => toClientError(error, log))));
    return nothing;
  };
  try {
    const { document, errors } = documents.read(await operations.lookup(asked(payload)));
    if (errors.length) return fail(errors);
    const { viewer, address, ledger } = connection;
    const ctx = createContext({ postgres, viewer, client: { address }, onChanges, ...(now && { now }) });
    const { operationName, variables } = payload;
    // A subscription keeps what one event of it costs.
    const charge = await admission.admit(document, operationName, variables, connection);
    if (getOperationAST(document, operationName)?.operation === 'subscription') {
      return await broadcaster.subscribe({ document, operationName, variables, ledger }, ctx, receiver, resumeAfter);
    }
    try {
      await beginOperation(schema, document, ctx);
    } catch (error) {
      charge.settle(ctx.ledger);
      throw error;
    }
    const args = { schema, document, operationName, variableValues: variables, contextValue: ctx };
    const result = await executor.execute(args);
    const masked = result.errors && { errors: result.errors.map((error) => toClientError(error, log)) };
    const cost = charge.settle(ctx.ledger);
    const told = withCost({ ...result, ...masked }, connection.cost ? cost : null);
    receiver.next(JSON.stringify(ledger ? withLedger(told, ctx.ledger) : told), null);
    receiver.complete();
    return nothing;
  } catch (error) {
    return fail([error]);
  }
}

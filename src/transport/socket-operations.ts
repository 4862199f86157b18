// Runs one operation of a socket or event stream: a query or mutation has one result, a subscription goes to the
// broadcaster.
import type { ExecutionResult } from 'graphql';
import type { ChangeCatalogue } from '../changes/catalogue.ts';
import type { Broadcaster } from '../execution/broadcast.ts';
import { withoutOperation } from '../execution/executor.ts';
import type { ExecutionDeps, OperationRunner } from '../execution/operation-runner.ts';
import { OperationRequest, type PreparedOperations } from '../execution/prepared-operation.ts';
import { toClientError } from '../graphql/client-errors.ts';
import { createContext, type Viewer } from '../graphql/context.ts';
import type { Documents } from '../operations/documents.ts';
import type { PersistedOperations } from '../operations/persisted-operations.ts';
import {
  checkRequestParameters,
  type RequestParameters,
  type UncheckedParameters,
} from '../operations/request-parameters.ts';
import type { Log } from '../telemetry/log.ts';
import type { Authenticate } from './credentials.ts';
import type { Receiver } from './socket-protocol.ts';

export interface SocketOperations extends Pick<ExecutionDeps, 'schema' | 'postgres' | 'admission' | 'log' | 'now'> {
  /** Says which changes revoke access. */
  catalogue: ChangeCatalogue;
  operations: PersistedOperations;
  documents: Documents;
  prepared: PreparedOperations;
  runner: OperationRunner;
  broadcaster: Broadcaster;
  authenticate: Authenticate<Viewer>;
}

const nothing = () => {};

// The protocol requires a query in every message, so clients that send a documentId or a hash leave it empty.
const withoutEmptyQuery = (payload: RequestParameters) => ({ ...payload, query: payload.query || undefined });

/** Runs an operation and returns a function that stops it. Errors go to the receiver, never to the caller. */
export async function runOperation(
  options: SocketOperations,
  connection: {
    readonly viewer: Viewer | null;
    readonly address: string;
    readonly ledger: boolean;
    /** Whether the response includes its cost in points. */
    readonly cost?: boolean;
  },
  payload: UncheckedParameters,
  receiver: Receiver,
  /** The cursor from Last-Event-ID. A subscription resumes after it, and it overrides the argument `after`. */
  resumeAfter?: string,
): Promise<() => void> {
  const { schema, postgres, operations, documents, prepared, admission, runner, broadcaster, log, now } = options;
  const fail = (errors: readonly unknown[]): (() => void) => {
    receiver.error(errors.map((error) => toClientError(error, log)));
    return nothing;
  };
  try {
    checkRequestParameters(payload);
    const text = await operations.lookup(withoutEmptyQuery(payload));
    const { document, errors } = documents.read(text, admission.documentPoints(connection));
    if (errors.length) return fail(errors);
    const { viewer, address, ledger, cost = false } = connection;
    const operation = prepared.of(document, payload.operationName);
    if (!operation) {
      receiver.next(JSON.stringify(masked(withoutOperation(schema, document, payload.operationName), log)), null);
      receiver.complete();
      return nothing;
    }
    const request = new OperationRequest(operation, payload.variables);
    if (operation.type === 'subscription') {
      const ctx = createContext({ postgres, viewer, client: { address }, ...(now && { now }) });
      // A subscription is charged once, for the cost of one event; the points are not refunded.
      await admission.admit(operation.cost, request.variables, connection);
      return await broadcaster.subscribe({ request, wantsLedger: ledger, resumeAfter }, ctx, receiver);
    }
    const info = { address, wantsCost: cost, wantsLedger: () => ledger, hasDisconnected: () => false };
    const outcome = await runner.run(request, viewer, info);
    if (outcome === null) return nothing;
    if ('refused' in outcome) return fail([outcome.refused]);
    if ('body' in outcome) receiver.next(String(outcome.body), null);
    else receiver.next(JSON.stringify(masked(outcome.result, log)), null);
    receiver.complete();
    return nothing;
  } catch (error) {
    return fail([error]);
  }
}

const masked = ({ errors, ...result }: ExecutionResult, log: Log) => ({
  ...result,
  ...(errors && { errors: errors.map((error) => toClientError(error, log)) }),
});

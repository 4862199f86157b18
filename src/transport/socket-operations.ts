// One operation of a socket: queries and mutations answer once, subscriptions go to the broadcaster.
import { type ExecutionResult, getOperationAST } from 'graphql';
import type { ChangeCatalogue } from '../changes/catalogue.ts';
import { toClientError } from '../graphql/client-errors.ts';
import { createContext, type Viewer } from '../graphql/context.ts';
import type { Broadcaster } from '../operations/broadcast.ts';
import type { Documents } from '../operations/documents.ts';
import type { PersistedOperations } from '../operations/persisted-operations.ts';
import {
  checkRequestParameters,
  type RequestParameters,
  type UncheckedParameters,
} from '../operations/request-parameters.ts';
import type { Log } from '../telemetry/log.ts';
import { type Answering, answer } from './answer.ts';
import type { Authenticate } from './credentials.ts';
import type { Receiver } from './socket-protocol.ts';

export interface SocketOperations extends Answering {
  /** What changes take away from sessions. */
  catalogue: ChangeCatalogue;
  operations: PersistedOperations;
  documents: Documents;
  broadcaster: Broadcaster;
  authenticate: Authenticate<Viewer>;
}

const nothing = () => {};

// The protocol wants a query in every message: where a documentId or a hash stands for it, clients send an empty one.
const asked = (payload: RequestParameters) => ({ ...payload, query: payload.query || undefined });

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
  payload: UncheckedParameters,
  receiver: Receiver,
  /** Where a subscription goes on from, whatever its argument says: Last-Event-ID. */
  resumeAfter?: string,
): Promise<() => void> {
  const { postgres, operations, documents, admission, broadcaster, log, now } = options;
  const fail = (errors: readonly unknown[]): (() => void) => {
    receiver.error(errors.map((error) => toClientError(error, log)));
    return nothing;
  };
  try {
    checkRequestParameters(payload);
    const text = await operations.lookup(asked(payload));
    const { document, errors } = documents.read(text, admission.documentPoints(connection));
    if (errors.length) return fail(errors);
    const { viewer, address, ledger, cost = false } = connection;
    const { operationName, variables } = payload;
    if (getOperationAST(document, operationName)?.operation === 'subscription') {
      const ctx = createContext({ postgres, viewer, client: { address }, ...(now && { now }) });
      // A subscription keeps what one event of it costs.
      await admission.admit(document, operationName, variables, connection);
      return await broadcaster.subscribe({ document, operationName, variables, ledger }, ctx, receiver, resumeAfter);
    }
    const asker = { address, cost, ledger: () => ledger, gone: () => false };
    const answered = await answer(options, { document, operationName, variables }, viewer, asker);
    if (answered === null) return nothing;
    if ('refused' in answered) return fail([answered.refused]);
    if ('body' in answered) receiver.next(String(answered.body), null);
    else receiver.next(JSON.stringify(masked(answered.result, log)), null);
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

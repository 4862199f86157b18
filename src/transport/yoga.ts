// GraphQL over HTTP (the GraphQL-over-HTTP specification, by graphql-yoga): the road that everything can take.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ExecutionArgs, GraphQLError, type GraphQLSchema } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Change } from '../changes/record.ts';
import { toClientError } from '../graphql/client-errors.ts';
import { type Context, createContext, type Viewer } from '../graphql/context.ts';
import { AppError, badInput } from '../lib/errors.ts';
import { type Admission, type Charge, withCost } from '../operations/admission.ts';
import { beginOperation } from '../operations/begin.ts';
import type { Documents } from '../operations/documents.ts';
import type { Operations } from '../operations/lookup.ts';
import type { Postgres } from '../postgres/database.ts';
import { withLedger } from '../telemetry/ledger.ts';
import type { Log } from '../telemetry/log.ts';
import { type Authenticate, readsLedger, readViewer, sessionCookie } from './credentials.ts';

export interface GraphQLOptions {
  schema: GraphQLSchema;
  postgres: Postgres;
  operations: Operations;
  documents: Documents;
  admission: Admission;
  authenticate: Authenticate<Viewer>;
  /** Told what a mutation wrote before it is acknowledged. */
  onChanges: (changes: readonly Change[]) => void;
  log: Log;
  allowedOrigins: readonly string[];
  /** Cookies are for https only. */
  secureCookies: boolean;
  now?: () => number;
}

/** What a request brings into Yoga. */
interface Exchange {
  req: IncomingMessage;
  res: ServerResponse;
}

/** Largest body of a request, in bytes. */
const maximumBody = 1_000_000;

/** The handler of the GraphQL endpoint. */
export function createGraphQLHandler(options: GraphQLOptions) {
  const { schema, log, allowedOrigins } = options;
  return createYoga<Exchange, Context>({
    schema,
    graphqlEndpoint: '/graphql',
    context: ({ req, res }) => contextOf(options, req, res),
    plugins: [readParameters(), lookup(options), read(options), begin(options), ledger(), noSubscriptions()],
    parserAndValidationCache: false,
    maskedErrors: { maskError: (error) => toClientError(error, log) },
    // Given a list alone, Yoga answers an unknown origin with "null", which is what sandboxed pages send. Given a list of
    // two or more it adds Vary.
    cors: (request) => {
      const origin = request.headers.get('origin');
      return origin !== null && allowedOrigins.includes(origin)
        ? { origin: [origin, ...allowedOrigins], credentials: true }
        : false;
    },
    extraParamNames: ['documentId'],
    maxRequestBodySize: maximumBody,
    multipart: false,
    batching: false,
    graphiql: false,
    landingPage: false,
    logging: false,
  });
}

async function contextOf(options: GraphQLOptions, req: IncomingMessage, res: ServerResponse): Promise<Context> {
  const { postgres, authenticate, allowedOrigins, secureCookies, onChanges, now } = options;
  const viewer = await readViewer(req.headers, authenticate, allowedOrigins).catch((error: unknown) => {
    throw withStatus(error, { UNAUTHENTICATED: 401, FORBIDDEN: 403 });
  });
  const client = {
    address: req.socket.remoteAddress ?? '',
    setSessionCookie: (token: string | null, expiresAt?: Date) =>
      res.setHeader('set-cookie', sessionCookie(token, expiresAt, secureCookies)),
  };
  return createContext({ postgres, viewer, client, onChanges, ...(now && { now }) });
}

/** A GET may name a stored operation too; parameters that are no JSON are its sender's mistake. */
function readParameters(): Plugin {
  return {
    onRequestParse({ request, url, requestParser, setRequestParser }) {
      if (request.method !== 'GET' || !requestParser) return;
      setRequestParser(async () => {
        try {
          return { ...(await requestParser(request)), documentId: url.searchParams.get('documentId') };
        } catch {
          throw withStatus(badInput('variables and extensions: write them as JSON.'), { BAD_USER_INPUT: 400 });
        }
      });
    },
  };
}

/** Puts the document in the place of what stands for it, before anything else reads the request. */
function lookup({ operations }: GraphQLOptions): Plugin<object, Exchange> {
  return {
    async onParams({ params, setParams }) {
      try {
        setParams({ ...params, query: await operations.lookup(params) });
      } catch (error) {
        throw withStatus(error, { BAD_USER_INPUT: 400, NOT_FOUND: 400, OPERATION_NOT_STORED: 400 });
      }
    },
  };
}

/** Documents are read, and kept, as on every other road. */
function read({ documents }: GraphQLOptions): Plugin {
  return {
    onParse({ setParseFn }) {
      setParseFn((source) => {
        try {
          return documents.read(typeof source === 'string' ? source : source.body).document;
        } catch (error) {
          throw withStatus(error, { QUERY_TOO_COMPLEX: 400 });
        }
      });
    },
    onValidate({ params, setResult }) {
      setResult(documents.errorsOf(params.documentAST));
    },
  };
}

/** Takes what the operation may cost, and gives back what it did not. */
function begin({ schema, admission }: GraphQLOptions): Plugin {
  const admit = async (
    { document, operationName, variableValues }: ExecutionArgs,
    { viewer, client }: Context,
  ): Promise<Charge> => {
    try {
      return await admission.admit(document, operationName, variableValues, { viewer, address: client.address });
    } catch (error) {
      throw withStatus(error, { QUERY_TOO_COMPLEX: 400, UNAUTHENTICATED: 401, RATE_LIMITED: 429 });
    }
  };
  return {
    async onExecute({ args }) {
      const ctx = args.contextValue as unknown as Context & Exchange;
      const charge = await admit(args as ExecutionArgs, ctx);
      try {
        await beginOperation(schema, args.document, ctx);
      } catch (error) {
        charge.settle(ctx.ledger);
        throw error;
      }
      return {
        onExecuteDone({ result, setResult }) {
          const cost = charge.settle(ctx.ledger);
          if (ctx.req.headers['x-cost'] === '1' && !(Symbol.asyncIterator in result)) setResult(withCost(result, cost));
        },
      };
    },
  };
}

/** Subscriptions are not Yoga's: they go through the event streams and sockets. */
function noSubscriptions(): Plugin {
  return {
    onSubscribe({ setResultAndStopExecution }) {
      const message = 'Subscribe over WebSocket, or ask for an event stream with Accept: text/event-stream.';
      setResultAndStopExecution({ errors: [new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })] });
    },
  };
}

/** Tells owners who ask for it what the operation cost. */
function ledger(): Plugin<object, Exchange> {
  return {
    onExecutionResult({ result, setResult, context, request }) {
      const { ledger, viewer } = context as unknown as Context;
      if (!readsLedger(request.headers.get('x-ledger'), viewer)) return;
      if (!result || Symbol.asyncIterator in result) return;
      setResult(withLedger(result, ledger));
    },
  };
}

// An error before execution: its status goes with it, since there is no data to answer 200 with.
function withStatus(error: unknown, statuses: Record<string, number>): unknown {
  if (!(error instanceof AppError)) return error;
  const { message, code, details } = error;
  const status = statuses[code];
  if (status === undefined) return new GraphQLError(message, { extensions: { ...details, code } });
  const headers: Record<string, string> = 'retryAfter' in details ? { 'retry-after': `${details.retryAfter}` } : {};
  return new GraphQLError(message, { extensions: { ...details, code, http: { status, headers } } });
}

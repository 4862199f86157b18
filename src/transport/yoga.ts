// GraphQL over HTTP (the GraphQL-over-HTTP specification, by graphql-yoga): the road that everything can take.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type DocumentNode, type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql';
import { createYoga, type GraphQLParams, type Plugin } from 'graphql-yoga';
import { withoutOperation } from '../execution/executor.ts';
import type { ExecutionDeps, OperationRunner, Outcome, SerializedResponse } from '../execution/operation-runner.ts';
import { OperationRequest, type PreparedOperations } from '../execution/prepared-operation.ts';
import { toClientError } from '../graphql/client-errors.ts';
import type { Viewer } from '../graphql/context.ts';
import { AppError, badInput } from '../lib/errors.ts';
import type { Documents } from '../operations/documents.ts';
import type { PersistedOperations } from '../operations/persisted-operations.ts';
import { parseJson } from '../operations/request-parameters.ts';
import type { Compressor } from './compression.ts';
import { type Authenticate, readViewer } from './credentials.ts';
import { cachingOf } from './http-caching.ts';
import { HttpRequestInfo } from './http-request-info.ts';
import { isJsonType, type JsonType, type MediaTypes } from './media-type.ts';
import { noDocument, PipelineCache, pipelineCache } from './pipeline-cache.ts';
import { readDocument } from './read-document.ts';
import type { BodyRequest } from './request-body.ts';

export interface GraphQLOptions
  extends Pick<ExecutionDeps, 'schema' | 'postgres' | 'admission' | 'cache' | 'queryLimiter' | 'log' | 'now'> {
  prepared: PreparedOperations;
  runner: OperationRunner;
  compressor: Compressor;
  mediaTypes: MediaTypes;
  operations: PersistedOperations;
  documents: Documents;
  authenticate: Authenticate<Viewer>;
  allowedOrigins: readonly string[];
  /** Cookies are for https only. */
  secureCookies: boolean;
}

/** What a request brings into Yoga. */
interface ServerContext {
  req: IncomingMessage;
  res: ServerResponse;
  mediaType: JsonType;
  pipelineCache: PipelineCache;
  /** The request's headers that the answer depends on, beside those that CORS adds. */
  vary?: readonly string[];
}

interface RequestContext extends ServerContext {
  viewer: Viewer | null;
}

const statuses = { QUERY_TOO_COMPLEX: 400, UNAUTHENTICATED: 401, FORBIDDEN: 403, RATE_LIMITED: 429, UNAVAILABLE: 503 };

/**
 * The handler of the GraphQL endpoint: of requests whose head was read, that accept JSON, and of a POST whose body is on
 * `req.body`. Yoga gets no more of them than it needs: with a request of Node's own it would build the URL from the Host
 * header, and answer with a stack where that fails. What it throws is the caller's to answer.
 */
export function createGraphQLHandler(options: GraphQLOptions) {
  const yoga = createGraphQLServer(options);
  return async (req: BodyRequest, res: ServerResponse): Promise<void> => {
    const { method, url, body } = req;
    const accepted = options.mediaTypes.negotiate(req);
    // Of other methods only the refusal is sent.
    const mediaType = isJsonType(accepted) ? accepted : 'application/json';
    const given = req.headers as Record<string, string>;
    const headers = { ...given, accept: mediaType, 'content-type': 'application/json' };
    const init = { method: method!, headers, ...(method === 'POST' && { body: body! }) };
    // Made here: Yoga copies the context that it is given, so nothing that a plugin adds to it could be closed below.
    const pipelineCache = new PipelineCache();
    try {
      const response = await yoga.fetch(`http://host${url}`, init, { req, res, mediaType, pipelineCache });
      res.writeHead(response.status, Object.fromEntries(response.headers));
      res.end(Buffer.from(await response.arrayBuffer()));
    } finally {
      pipelineCache.close();
    }
  };
}

function createGraphQLServer(options: GraphQLOptions) {
  const { schema, log, allowedOrigins } = options;
  return createYoga<ServerContext, RequestContext>({
    schema,
    graphqlEndpoint: '/graphql',
    context: async ({ req, res, mediaType, pipelineCache }) => ({
      ...{ req, res, mediaType, pipelineCache },
      viewer: await viewerOf(options, req),
    }),
    plugins: [
      readParameters(),
      lookup(options),
      read(options),
      execution(options),
      pipelineCache(),
      delivery(options),
      vary(),
      noSubscriptions(),
    ],
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
    // Who reads the body sees to it.
    maxRequestBodySize: false,
    multipart: false,
    batching: false,
    graphiql: false,
    landingPage: false,
    logging: false,
  });
}

function viewerOf({ authenticate, allowedOrigins }: GraphQLOptions, req: IncomingMessage): Promise<Viewer | null> {
  return readViewer(req.headers, authenticate, allowedOrigins).catch((error: unknown) => {
    throw withStatus(error, statuses);
  });
}

/** A GET may name a stored operation too; parameters that are no JSON are their sender's mistake. */
function readParameters(): Plugin {
  const refuse = (error: unknown) => withStatus(error, { BAD_USER_INPUT: 400 });
  return {
    onRequestParse({ request, url, requestParser, setRequestParser }) {
      if (!requestParser) return;
      setRequestParser(async () => {
        if (request.method === 'POST') return readBody(await request.text());
        try {
          return { ...(await requestParser(request)), documentId: url.searchParams.get('documentId') };
        } catch {
          throw refuse(badInput('variables and extensions: write them as JSON.'));
        }
      });
    },
  };

  function readBody(text: string): GraphQLParams {
    try {
      const value = parseJson(text, 'The body');
      // A list of operations is refused by Yoga.
      if (typeof value === 'object' && value !== null) return value;
      throw badInput('The body must be a JSON object.');
    } catch (error) {
      throw refuse(error);
    }
  }
}

/** Puts the document in the place of what stands for it, before anything else reads the request. */
function lookup(options: GraphQLOptions): Plugin<object, ServerContext> {
  const { operations, documents } = options;
  return {
    async onParams({ params, setParams, context }) {
      try {
        const query = await operations.lookup(params);
        setParams({ ...params, query });
        await readDocument(query, context.req, options).catch((error: unknown) => {
          // What is wrong with a document is told where Yoga parses it.
          if (!documents.isKnown(query)) throw error;
        });
      } catch (error) {
        throw withStatus(error, { ...statuses, BAD_USER_INPUT: 400, NOT_FOUND: 400, OPERATION_NOT_STORED: 400 });
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

/** A response on its way through Yoga, which must not take it apart. */
class SerializedResult {
  readonly response: SerializedResponse;

  constructor(response: SerializedResponse) {
    this.response = response;
  }
}

/** Operations run as on every other transport. It precedes the response-cache plugin, which calls what is set here. */
function execution(options: GraphQLOptions): Plugin<object, ServerContext> {
  return {
    onExecute({ args, setExecuteFn }) {
      const { document, operationName, variableValues, contextValue } = args as ExecutionArgs;
      const { req, res, viewer, pipelineCache } = contextValue as RequestContext;
      const operation = options.prepared.of(document, operationName);
      const request = operation && new OperationRequest(operation, variableValues);
      const info = new HttpRequestInfo(req, res, options.secureCookies);
      const policy = request && options.cache.policyOf(request);
      pipelineCache.begin({
        policy,
        viewerId: viewer?.userId ?? null,
        run: async (pipeline) =>
          request
            ? options.runner.run(request, viewer, info, pipeline)
            : { result: withoutOperation(options.schema, document, operationName) },
      });
      // The plugin would rewrite the document, once for each; it has all that it needs without.
      if (policy) (args as { document: DocumentNode }).document = noDocument;
      setExecuteFn(() => pipelineCache.execute());
    },
  };
}

/** Replaces what stood for the response in the pipeline; its bytes are sent as they are. It follows the response-cache plugin. */
function delivery(options: GraphQLOptions): Plugin<object, ServerContext> {
  const resultOf = (outcome: Outcome): ExecutionResult => {
    if (outcome === null) return { data: null };
    if ('refused' in outcome) throw withStatus(outcome.refused, statuses);
    if ('result' in outcome) return { errors: outcome.result.errors?.map(beforeExecution) };
    return new SerializedResult(outcome) as ExecutionResult;
  };
  return {
    onExecute: ({ args }) => ({
      async onExecuteDone({ result, setResult }) {
        const { pipelineCache } = (args as ExecutionArgs).contextValue as RequestContext;
        if (result === pipelineCache.result) setResult(resultOf(await pipelineCache.finish()));
      },
    }),
    onResultProcess({ request, result, setResultProcessor, serverContext }) {
      if (!(result instanceof SerializedResult)) return;
      const { response } = result;
      const { compressor } = options;
      const { mediaType } = serverContext;
      setResultProcessor(async (_, { Response }) => {
        const { headers: accepted } = request;
        const { status, headers, vary } = cachingOf(response, request.method, accepted.get('if-none-match') ?? null);
        serverContext.vary = compressor.varies(response) ? [...vary, 'Accept-Encoding'] : vary;
        if (status === 304) return new Response(null, { status, headers });
        const { body, encoding } = await compressor.encode(response, accepted.get('accept-encoding') ?? undefined);
        const entity = {
          'content-type': `${mediaType}; charset=utf-8`,
          'content-length': `${Buffer.byteLength(body)}`,
          ...(encoding && { 'content-encoding': encoding }),
        };
        return new Response(body as string, { status, headers: { ...entity, ...headers } });
      }, mediaType);
    },
  };
}

/** Adds to the Vary that CORS has set: it would have put its own in the place of one that stood there. */
function vary(): Plugin<object, ServerContext> {
  return {
    onResponse({ response: { headers }, serverContext }) {
      const all = new Set([...(serverContext?.vary ?? []), ...(headers.get('vary')?.split(/, */) ?? [])]);
      if (all.size) headers.set('vary', [...all].join(', '));
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

/** An error of variables that do not fit: 400, except where application/json was asked for (GraphQL over HTTP, 6.4.1). */
const beforeExecution = (error: GraphQLError) =>
  new GraphQLError(error.message, { ...error, extensions: { ...error.extensions, http: { spec: true, status: 400 } } });

// An error before execution: its status goes with it, since there is no data to answer 200 with.
function withStatus(error: unknown, statuses: Record<string, number>): unknown {
  if (!(error instanceof AppError)) return error;
  const { message, code, details } = error;
  const status = statuses[code];
  if (status === undefined) return new GraphQLError(message, { extensions: { ...details, code } });
  const headers: Record<string, string> = 'retryAfter' in details ? { 'retry-after': `${details.retryAfter}` } : {};
  return new GraphQLError(message, { extensions: { ...details, code, http: { status, headers } } });
}

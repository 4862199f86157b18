// GraphQL over HTTP by graphql-yoga. It can handle every request that the fast path leaves.
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
  /** Whether cookies are sent over https only. */
  secureCookies: boolean;
}

/** The context that each request passes to Yoga. */
interface ServerContext {
  req: IncomingMessage;
  res: ServerResponse;
  mediaType: JsonType;
  pipelineCache: PipelineCache;
  /** The request headers that the response depends on, beside those that CORS adds. */
  vary?: readonly string[];
}

interface RequestContext extends ServerContext {
  viewer: Viewer | null;
}

const statuses = { QUERY_TOO_COMPLEX: 400, UNAUTHENTICATED: 401, FORBIDDEN: 403, RATE_LIMITED: 429, UNAVAILABLE: 503 };

/**
 * The handler of the GraphQL endpoint. A request must have passed `readHead` and accept JSON; a POST must have its body
 * on `req.body`. Yoga gets only the parts of the request that it needs: from Node's request it would build the URL from
 * the Host header, and respond with a stack trace where that fails. The caller handles errors.
 */
export function createGraphQLHandler(options: GraphQLOptions) {
  const yoga = createGraphQLServer(options);
  return async (req: BodyRequest, res: ServerResponse): Promise<void> => {
    const { method, url, body } = req;
    const accepted = options.mediaTypes.negotiate(req);
    // Requests with other methods are refused, so their Accept header does not matter.
    const mediaType = isJsonType(accepted) ? accepted : 'application/json';
    const headers = {
      ...(req.headers as Record<string, string>),
      accept: mediaType,
      'content-type': 'application/json',
    };
    const init = { method: method!, headers, ...(method === 'POST' && { body: body! }) };
    // Created here, since Yoga copies the context: a cache that a plugin adds to the copy could not be closed below.
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
    // With a plain list Yoga would respond to an unknown origin with "null", which is the origin of sandboxed pages. It
    // adds Vary only to a list of two or more.
    cors: (request) => {
      const origin = request.headers.get('origin');
      return origin !== null && allowedOrigins.includes(origin)
        ? { origin: [origin, ...allowedOrigins], credentials: true }
        : false;
    },
    extraParamNames: ['documentId'],
    // The body is already read, with its own limit.
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

/** Reads the parameters: also a documentId in a GET, and 400 for parameters that are not JSON. */
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
          throw refuse(badInput('variables and extensions must be valid JSON.'));
        }
      });
    },
  };

  function readBody(text: string): GraphQLParams {
    try {
      const value = parseJson(text, 'The body');
      // Yoga refuses a list of operations.
      if (typeof value === 'object' && value !== null) return value;
      throw badInput('The body must be a JSON object.');
    } catch (error) {
      throw refuse(error);
    }
  }
}

/** Replaces a documentId or hash by its document, before any other plugin reads the request. */
function lookup(options: GraphQLOptions): Plugin<object, ServerContext> {
  const { operations, documents } = options;
  return {
    async onParams({ params, setParams, context }) {
      try {
        const query = await operations.lookup(params);
        setParams({ ...params, query });
        await readDocument(query, context.req, options).catch((error: unknown) => {
          // Syntax and validation errors of a document are thrown where Yoga parses it.
          if (!documents.isKnown(query)) throw error;
        });
      } catch (error) {
        throw withStatus(error, { ...statuses, BAD_USER_INPUT: 400, NOT_FOUND: 400, OPERATION_NOT_STORED: 400 });
      }
    },
  };
}

/** Parses and validates documents with the cache that all transports share. */
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

/** A serialized response on its way through Yoga, which must not change it. */
class SerializedResult {
  readonly response: SerializedResponse;

  constructor(response: SerializedResponse) {
    this.response = response;
  }
}

/** Runs operations as on every other transport. It precedes the response-cache plugin, which calls `execute`. */
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
      // The plugin would rewrite each document, which it does not need.
      if (policy) (args as { document: DocumentNode }).document = noDocument;
      setExecuteFn(() => pipelineCache.execute());
    },
  };
}

/** Replaces the placeholder by the response and sends its bytes as they are. It follows the response-cache plugin. */
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

/** Adds to the Vary header at the end, since CORS would overwrite an earlier one. */
function vary(): Plugin<object, ServerContext> {
  return {
    onResponse({ response: { headers }, serverContext }) {
      const all = new Set([...(serverContext?.vary ?? []), ...(headers.get('vary')?.split(/, */) ?? [])]);
      if (all.size) headers.set('vary', [...all].join(', '));
    },
  };
}

/** Refuses subscriptions, which only event streams and sockets serve. */
function noSubscriptions(): Plugin {
  return {
    onSubscribe({ setResultAndStopExecution }) {
      const message = 'Subscribe over WebSocket, or request an event stream with Accept: text/event-stream.';
      setResultAndStopExecution({ errors: [new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })] });
    },
  };
}

/** An error of invalid variables: status 400, except for application/json (GraphQL over HTTP, 6.4.1). */
const beforeExecution = (error: GraphQLError) =>
  new GraphQLError(error.message, { ...error, extensions: { ...error.extensions, http: { spec: true, status: 400 } } });

// An error before execution has a status of its own, since there is no data that would make the response a 200.
function withStatus(error: unknown, statuses: Record<string, number>): unknown {
  if (!(error instanceof AppError)) return error;
  const { message, code, details } = error;
  const status = statuses[code];
  if (status === undefined) return new GraphQLError(message, { extensions: { ...details, code } });
  const headers: Record<string, string> = 'retryAfter' in details ? { 'retry-after': `${details.retryAfter}` } : {};
  return new GraphQLError(message, { extensions: { ...details, code, http: { status, headers } } });
}

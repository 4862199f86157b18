// Errors as clients see them: an AppError with its code, GraphQL's own errors about the request, and for everything
// else a masked error with an id under which the details are logged.
import { GraphQLError } from 'graphql';
import { AppError, errorCodes } from '../lib/errors.ts';
import { uuid } from '../lib/ids.ts';
import type { Log } from '../telemetry/log.ts';

// Libraries use other codes for requests that they reject; clients get one of these.
const codes: ReadonlySet<unknown> = new Set([...errorCodes, 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED']);

/** The error for the client. An unexpected error is logged under an id and masked. */
export function toClientError(error: unknown, log: Log): GraphQLError {
  const graphQLError = error instanceof GraphQLError ? error : undefined;
  const cause = graphQLError ? rootCause(graphQLError) : error;
  const place = graphQLError && {
    ...(graphQLError.nodes && { nodes: graphQLError.nodes }),
    ...(graphQLError.source && { source: graphQLError.source }),
    ...(graphQLError.positions && { positions: graphQLError.positions }),
    ...(graphQLError.path && { path: graphQLError.path }),
  };
  if (cause instanceof AppError) {
    if (cause.cause) log.error({ err: cause.cause, path: graphQLError?.path }, cause.message);
    return new GraphQLError(cause.message, { ...place, extensions: { ...cause.details, code: cause.code } });
  }
  // GraphQL's own errors: a document that does not parse or validate, or a variable of the wrong type.
  if (graphQLError && cause === undefined) {
    const { code, ...extensions } = graphQLError.extensions;
    return new GraphQLError(graphQLError.message, {
      ...place,
      extensions: { ...extensions, code: codes.has(code) ? code : 'BAD_USER_INPUT' },
    });
  }
  const errorId = uuid();
  log.error({ errorId, err: cause, path: graphQLError?.path }, 'unexpected error');
  return new GraphQLError('Internal server error. Details are logged on the server under this errorId.', {
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
  });
}

function rootCause(error: GraphQLError): unknown {
  const { originalError } = error;
  return originalError instanceof GraphQLError ? rootCause(originalError) : originalError;
}

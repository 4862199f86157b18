// The same schema and database behind two caches: the product's own, and @graphql-yoga/plugin-response-cache as its
// documentation shows it. What holds for the first and fails for the second is the reason for the product's own cache.
import { createInMemoryCache } from '@envelop/response-cache';
import { useResponseCache } from '@graphql-yoga/plugin-response-cache';
import { createYoga } from 'graphql-yoga';
import { authenticate } from '../../src/features/identity/policy.ts';
import { createContext, type Viewer } from '../../src/graphql/context.ts';
import { schema } from '../../src/schema.ts';
import { readViewer } from '../../src/transport/credentials.ts';
import type { Json, TestServer } from './server.ts';

export interface WorldAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Json;
  readonly errors: Json;
}

export interface World {
  readonly name: string;
  post(headers: Record<string, string>, query: string, variables?: object): Promise<WorldAnswer>;
  get(headers: Record<string, string>, query: string, variables?: object): Promise<WorldAnswer>;
}

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

function worldOf(name: string, origin: string, fetch: Fetch): World {
  const read = async (response: Response): Promise<WorldAnswer> => {
    const text = await response.text();
    const { data = null, errors } = text ? JSON.parse(text) : ({} as Json);
    return { status: response.status, headers: response.headers, data, errors };
  };
  return {
    name,
    post: async (headers, query, variables = {}) =>
      read(
        await fetch(`${origin}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ query, variables }),
        }),
      ),
    get: async (headers, query, variables = {}) => {
      const parameters = new URLSearchParams({ query, variables: JSON.stringify(variables) });
      return read(
        await fetch(`${origin}/graphql?${parameters}`, { headers: { accept: 'application/json', ...headers } }),
      );
    },
  };
}

/** The product, over HTTP. */
export const product = (server: TestServer): World => worldOf('the product', server.origin, fetch);

/** Yoga with the plugin: a session is what the authorization header says. */
export function plugin({ app }: TestServer): World {
  const { postgres } = app.internals;
  const viewerOfToken = (token: string) => authenticate(postgres, token);
  const context = async ({ request }: { request: Request }) => {
    const { headers } = request;
    const viewerContext = {
      authorization: headers.get('authorization') ?? undefined,
      cookie: headers.get('cookie') ?? undefined,
    };
    const viewer = await readViewer<Viewer>(viewerContext, viewerOfToken, []);
    return createContext({ postgres, viewer, client: { address: '' } });
  };
  const yoga = createYoga({
    schema,
    context,
    logging: false,
    plugins: [
      useResponseCache({
        session: (request) => request.headers.get('authorization'),
        cache: createInMemoryCache(),
      }),
    ],
  });
  return worldOf('the plugin', 'http://localhost', async (url, init) => yoga.fetch(url, init));
}

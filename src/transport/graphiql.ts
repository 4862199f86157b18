// GraphiQL, bundled.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLOptions } from './yoga.ts';

export interface PageOptions extends GraphQLOptions {
  signIn: { key: string; start(slug: string): Promise<{ token: string; expiresAt: Date } | null> } | null;
}

export function createGraphiqlPage(_options: PageOptions) {
  return async (_req: IncomingMessage, _res: ServerResponse, _url: URL): Promise<boolean> => false;
}

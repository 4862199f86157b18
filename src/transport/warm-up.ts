// Fills the cache at the start with the requests that the settings list, as a member of each workspace. A response that turns
// out to be one viewer's own is executed in vain, once.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Config } from '../config.ts';
import type { OperationRunner } from '../execution/operation-runner.ts';
import { OperationRequest, type PreparedOperations } from '../execution/prepared-operation.ts';
import type { Viewer } from '../graphql/context.ts';
import type { Component } from '../lib/components.ts';
import type { Documents } from '../operations/documents.ts';
import type { PersistedOperations } from '../operations/persisted-operations.ts';

/** No real user; sees what every member sees. */
const member = (workspaceId: string): Viewer => ({
  userId: '00000000-0000-0000-0000-000000000000',
  workspaceId,
  role: 'MEMBER',
  tokenId: 'warm-up',
  scopes: ['READ'],
  expiresAt: null,
});

interface WarmUpOptions {
  readonly operations: PersistedOperations;
  readonly documents: Documents;
  readonly prepared: PreparedOperations;
  readonly runner: OperationRunner;
}

const info = { address: '', wantsCost: false, wantsLedger: () => false, hasDisconnected: () => false };

const list = z.array(
  z.strictObject({
    query: z.string().optional(),
    documentId: z.string().optional(),
    operationName: z.string().optional(),
    variables: z.record(z.string(), z.unknown()).optional(),
  }),
);

/**
 * What is to be asked at the start, from a file of requests as clients send them: `[{ "documentId": …, "variables": … }]`.
 * An Error of one line that names what is wrong in it.
 */
function readWarmUp(path: string, { operations, documents, prepared }: WarmUpOptions): OperationRequest[] {
  try {
    return list.parse(JSON.parse(readFileSync(path, 'utf8'))).map(({ operationName, variables, ...request }) => {
      // Only what is registered with Redis is looked up elsewhere, and a list names its documents.
      const { document, errors } = documents.read(operations.lookup(request) as string);
      if (errors[0]) throw errors[0];
      const operation = prepared.of(document, operationName);
      if (operation?.type !== 'query') throw new Error(`${operationName ?? 'an entry'} is no query`);
      return new OperationRequest(operation, variables);
    });
  } catch (error) {
    throw new Error(`WARM_UP ${path}: ${(error as Error).message.replaceAll(/\s+/g, ' ')}`);
  }
}

/** Fills the cache in the background once the server listens; null without a list. Reads the list at once. */
export function createWarmUp(
  { warmUp: path, cacheBytes }: Pick<Config, 'warmUp' | 'cacheBytes'>,
  options: WarmUpOptions,
  workspaces: () => Promise<readonly { readonly id: string }[]>,
): Component | null {
  const requests = path === undefined ? [] : readWarmUp(path, options);
  if (!requests.length || !cacheBytes) return null;
  // One after the other. One that fails is executed again when a client sends it.
  const run = async () => {
    const known = await workspaces().catch(() => []);
    for (const request of requests) {
      for (const { id } of known) await options.runner.run(request, member(id), info).catch(() => undefined);
    }
  };
  return { start: () => void run() };
}

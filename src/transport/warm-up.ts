// Fills the cache at the start with the requests that the settings list, as a member of each workspace. A request whose
// response depends on the viewer is executed once without use.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Config } from '../config.ts';
import type { OperationRunner } from '../execution/operation-runner.ts';
import { OperationRequest, type PreparedOperations } from '../execution/prepared-operation.ts';
import type { Viewer } from '../graphql/context.ts';
import type { Component } from '../lib/components.ts';
import type { Documents } from '../operations/documents.ts';
import type { PersistedOperations } from '../operations/persisted-operations.ts';

/** A viewer who is not a real user and sees what every member sees. */
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
 * Reads the requests from a file, in the form in which clients send them: `[{ "documentId": …, "variables": … }]`.
 * Throws an Error with a one-line message when the file is not valid.
 */
function readWarmUp(path: string, { operations, documents, prepared }: WarmUpOptions): OperationRequest[] {
  try {
    return list.parse(JSON.parse(readFileSync(path, 'utf8'))).map(({ operationName, variables, ...request }) => {
      // The lookup is synchronous here: only a document registered by its hash is looked up in Redis.
      const { document, errors } = documents.read(operations.lookup(request) as string);
      if (errors[0]) throw errors[0];
      const operation = prepared.of(document, operationName);
      if (operation?.type !== 'query') throw new Error(`${operationName ?? 'an entry'} is not a query`);
      return new OperationRequest(operation, variables);
    });
  } catch (error) {
    throw new Error(`WARM_UP ${path}: ${(error as Error).message.replaceAll(/\s+/g, ' ')}`);
  }
}

/** Reads the list. The component fills the cache in the background when started; null without a list. */
export function createWarmUp(
  { warmUp: path, cacheBytes }: Pick<Config, 'warmUp' | 'cacheBytes'>,
  options: WarmUpOptions,
  workspaces: () => Promise<readonly { readonly id: string }[]>,
): Component | null {
  const requests = path === undefined ? [] : readWarmUp(path, options);
  if (!requests.length || !cacheBytes) return null;
  // One at a time. A request that fails is executed again when a client sends it.
  const run = async () => {
    const known = await workspaces().catch(() => []);
    for (const request of requests) {
      for (const { id } of known) await options.runner.run(request, member(id), info).catch(() => undefined);
    }
  };
  return { start: () => void run() };
}

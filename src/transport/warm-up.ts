// What is remembered before anybody asks: the list that the settings name, for the members of a workspace. An answer that
// turns out to be one viewer's alone is made in vain, once.
import { readFileSync } from 'node:fs';
import { getOperationAST } from 'graphql';
import { z } from 'zod';
import type { Operation } from '../cache/response-cache.ts';
import type { Config } from '../config.ts';
import type { Viewer } from '../graphql/context.ts';
import type { Component } from '../lib/components.ts';
import type { Documents } from '../operations/documents.ts';
import type { PersistedOperations } from '../operations/persisted-operations.ts';
import { type Answering, answer } from './answer.ts';

/** Nobody: sees what every member sees. */
const member = (workspaceId: string): Viewer => ({
  userId: '00000000-0000-0000-0000-000000000000',
  workspaceId,
  role: 'MEMBER',
  tokenId: 'warm-up',
  scopes: ['READ'],
  expiresAt: null,
});

const asker = { address: '', cost: false, ledger: () => false, gone: () => false };

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
function readWarmUp(path: string, operations: PersistedOperations, documents: Documents): Operation[] {
  try {
    return list.parse(JSON.parse(readFileSync(path, 'utf8'))).map(({ operationName, variables, ...request }) => {
      // Only what is registered with Redis is looked up elsewhere, and a list names its documents.
      const { document, errors } = documents.read(operations.lookup(request) as string);
      if (errors[0]) throw errors[0];
      const kind = getOperationAST(document, operationName)?.operation;
      if (kind !== 'query') throw new Error(`${operationName ?? 'an entry'} is no query`);
      return { document, operationName, variables };
    });
  } catch (error) {
    throw new Error(`WARM_UP ${path}: ${(error as Error).message.replaceAll(/\s+/g, ' ')}`);
  }
}

/** Asks, one after the other; failures are met by whoever asks next. */
async function warmUp(
  answering: Answering,
  asked: readonly Operation[],
  workspaceIds: readonly string[],
): Promise<void> {
  for (const operation of asked) {
    for (const workspaceId of workspaceIds) {
      await answer(answering, operation, member(workspaceId), asker).catch(() => undefined);
    }
  }
}

/** Warms the cache up in the background once the server listens; null without a list. Reads the list at once. */
export function createWarmUp(
  { warmUp: path, cacheBytes }: Pick<Config, 'warmUp' | 'cacheBytes'>,
  options: Answering & { operations: PersistedOperations; documents: Documents },
  workspaces: () => Promise<readonly { readonly id: string }[]>,
): Component | null {
  const asked = path === undefined ? [] : readWarmUp(path, options.operations, options.documents);
  if (!asked.length || !cacheBytes) return null;
  const run = async () => {
    const members = await workspaces().catch(() => []);
    await warmUp(
      options,
      asked,
      members.map(({ id }) => id),
    );
  };
  return { start: () => void run() };
}

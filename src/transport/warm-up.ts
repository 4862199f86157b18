// What is remembered before anybody asks: the stored operations that need no variables, for the members of a workspace. An
// answer that turns out to be one viewer's alone is made in vain, once.
import { type DocumentNode, getOperationAST } from 'graphql';
import type { Viewer } from '../graphql/context.ts';
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

/** Asks, one after the other, what can be asked without knowing more; failures are met by whoever asks next. */
export async function warmUp(
  answering: Answering,
  documents: readonly DocumentNode[],
  workspaceIds: readonly string[],
): Promise<void> {
  for (const document of documents) {
    const operation = getOperationAST(document);
    const needed = operation?.variableDefinitions?.some(
      ({ type, defaultValue }) => type.kind === 'NonNullType' && !defaultValue,
    );
    if (operation?.operation !== 'query' || needed) continue;
    for (const workspaceId of workspaceIds) {
      const asked = { document, operationName: null, variables: null };
      await answer(answering, asked, member(workspaceId), asker).catch(() => undefined);
    }
  }
}

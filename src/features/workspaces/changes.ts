// The changes of workspaces.
import { ChangeKind } from '../../changes/catalogue.ts';

export const workspaceCreated = new ChangeKind<{ slug: string }>('workspaces.created');

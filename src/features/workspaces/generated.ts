// Generated from schema/types/workspaces.graphql by `npm run codegen`. Do not edit.
import type { Connection } from '../../batching/connection.ts';
import type { UserFilter, UserOrder } from '../identity/generated.ts';
import type { UserRow } from '../identity/model.ts';
import type { WorkspaceRow } from './model.ts';
import type { Empty, Field } from '../../graphql/implement.ts';

declare module '../../graphql/generated.ts' {
  interface NodeRows {
    Workspace: WorkspaceRow;
  }
}

export interface Types {
  Workspace: {
    row: WorkspaceRow;
    fields: {
      name: Field<string>;
      slug: Field<string>;
      createdAt: Field<string>;
      users: Field<Connection<UserRow>, { readonly first?: number | null; readonly after?: string | null; readonly last?: number | null; readonly before?: string | null; readonly filter?: UserFilter | null; readonly orderBy?: UserOrder | null }>;
    };
  };
  Query: {
    row: Empty;
    fields: {
      workspace: Field<WorkspaceRow | null>;
    };
  };
}

export interface Nodes {
  Workspace: WorkspaceRow;
}

declare module '../../graphql/implement.ts' {
  interface FeatureTypes {
    workspaces: { types: Types; nodes: Nodes };
  }
}

// Workspaces: the tenants.

export interface WorkspaceRow {
  id: string;
  slug: string;
  name: string;
  createdAt: string;
}

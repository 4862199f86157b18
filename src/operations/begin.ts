// What happens before an operation executes, on every road.
import { type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { beginSnapshot, type Context } from '../graphql/context.ts';
import { directivesOf } from '../graphql/policy-plugin.ts';

// Documents are parsed once and kept by the road's own cache; each is looked through once.
const withSnapshot = new WeakMap<DocumentNode, boolean>();

/** Prepares the execution's context: an operation that selects a stream's cursor first takes its snapshot. */
export async function beginOperation(schema: GraphQLSchema, document: DocumentNode, ctx: Context): Promise<void> {
  let needed = withSnapshot.get(document);
  if (needed === undefined) {
    needed = selectsSnapshot(schema, document);
    withSnapshot.set(document, needed);
  }
  // Also while nobody is signed in: signIn may come first.
  if (needed) await beginSnapshot(ctx);
}

function selectsSnapshot(schema: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  let found = false;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field() {
        const field = types.getFieldDef();
        if (field && directivesOf(field).snapshot) found = true;
      },
    }),
  );
  return found;
}

// Whether an operation reads from one snapshot of the log.
import { type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { directivesOf } from '../graphql/policy-plugin.ts';

/** Whether the document selects a field that needs a snapshot: the cursor of a stream. */
export function selectsSnapshot(schema: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  let cacheResult = false;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field() {
        const field = types.getFieldDef();
        if (field && directivesOf(field).snapshot) cacheResult = true;
      },
    }),
  );
  return cacheResult;
}

import { type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { directivesOf } from '../graphql/policy-plugin.ts';

/** Whether the document selects a field marked with @snapshot: the cursor of a stream. */
export function selectsSnapshot(schema: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  let isSelected = false;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field() {
        const field = types.getFieldDef();
        if (field && directivesOf(field).snapshot) isSelected = true;
      },
    }),
  );
  return isSelected;
}

// Combines the features into the catalogue of changes and the served schema.
import { ChangeCatalogue } from './changes/catalogue.ts';
import { features } from './features.ts';
import { buildContract } from './graphql/contract.ts';

export const catalogue = new ChangeCatalogue(features.flatMap(({ changes }) => changes));
export const schema = buildContract({ features, catalogue });

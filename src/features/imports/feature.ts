// Bringing history in from elsewhere; it writes the changes of the features before it.
import { defineFeature } from '../../graphql/feature.ts';

export const imports = defineFeature({ name: 'imports' });

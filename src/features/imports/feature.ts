// Imports. This feature has no kinds of changes: it records those of the earlier features.
import { defineFeature } from '../../graphql/feature.ts';

export const imports = defineFeature({ name: 'imports' });

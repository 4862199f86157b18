// The features in order: each uses only earlier ones. The schema, the code generator, the catalogue of changes, the
// consumers and the architecture test read this list; adding a feature adds one line here.
import { channels } from './features/channels/feature.ts';
import { identity } from './features/identity/feature.ts';
import { imports } from './features/imports/feature.ts';
import { messages } from './features/messages/feature.ts';
import { workspaces } from './features/workspaces/feature.ts';
import type { Feature } from './graphql/feature.ts';

export const features: readonly Feature[] = [identity, workspaces, channels, messages, imports];

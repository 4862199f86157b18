// The stored operations as a test sends them: by the text of their files, which clients read too.
import { buildSchema } from 'graphql';
import { readOperations, storedOperations } from '../../codegen.ts';
import { readSdl } from '../../src/graphql/sdl.ts';

export interface Stored {
  readonly name: string;
  /** How many statements it may run. */
  readonly budget: number;
  readonly text: string;
}

const schema = buildSchema(readSdl().join('\n'));

const all: readonly Stored[] = readOperations().flatMap((file) =>
  storedOperations(schema, [file]).map(({ name, budget }) => ({ name, budget, text: file.text })),
);

const isSubscription = ({ text }: Stored) => /^subscription/m.test(text);

/** Every query and mutation of schema/operations. */
export const stored = all.filter((one) => !isSubscription(one));

/** Every subscription of schema/operations; its budget is that of one event. */
export const storedSubscriptions = all.filter(isSubscription);

// The changes that the test's consumer receives and writes.
import { ChangeKind } from '../../src/changes/catalogue.ts';

export const happened = new ChangeKind<{ i: number }>('test.happened');
export const followed = new ChangeKind<{ of: number }>('test.followed');
export const streamOfFollowers = 'channel:followers';

/** The consumer fails on these every time. */
export const isPoisoned = (i: number): boolean => i % 100 === 50;

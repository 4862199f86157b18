// The order of the test files: Vitest begins with the longest as far as it remembers them, and in a fresh checkout with the
// largest. The longest are small files, and one that is begun last would run on alone.
import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const longest = [
  ...['checker', 'mutants', 'crash', 'consuming'], // of the fault tests
  ...[
    'response-cache-oracle',
    'compiled-queries',
    'start',
    'stopping',
    'import-command',
    'embedded-kills',
    'stub-feature',
    'demo-command',
  ],
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = longest.indexOf(basename(moduleId, '.test.ts'));
      return place < 0 ? longest.length : place;
    };
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => (a.project.name === b.project.name ? placeOf(a) - placeOf(b) : 0));
  }
}

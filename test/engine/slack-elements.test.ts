// The splitter of JSON arrays: returns every element whatever the chunks, and reports what is broken and continues.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonElement, jsonElements } from '../../src/cli/slack/json-elements.ts';

/** The elements of the text, in chunks of `size` bytes. */
async function split(source: string, size = 7, largest?: number): Promise<JsonElement[]> {
  const bytes = Buffer.from(source);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield Uint8Array.from(bytes.subarray(at, at + size));
  }
  const found: JsonElement[] = [];
  for await (const element of jsonElements(chunks(), largest)) found.push(element);
  return found;
}

const values = (elements: JsonElement[]) => elements.flatMap((each) => (each.reason === undefined ? [each.value] : []));
const faults = (elements: JsonElement[]) =>
  elements.flatMap((each) => (each.reason === undefined ? [] : [`${each.line}: ${each.reason}`]));

const printed = (...lines: string[]) => `[\n${lines.join('\n')}\n]\n`;

describe('a valid array', () => {
  it('has the same elements as with JSON.parse, however it is printed and split into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue({ maxDepth: 3 })),
        fc.constantFrom(undefined, 1, 4, '\t'),
        fc.integer({ min: 1, max: 40 }),
        async (array, indent, size) => {
          const elements = await split(JSON.stringify(array, null, indent), size);
          expect(faults(elements)).toEqual([]);
          expect(JSON.stringify(values(elements))).toBe(JSON.stringify(array));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('counts lines and bytes', async () => {
    const elements = await split('\ufeff [\n {"a": "ü"},\r\n\n  {\n"b": 2}, 3 ]');
    expect(elements).toEqual([
      { value: { a: 'ü' }, line: 2, bytes: 11 },
      { value: { b: 2 }, line: 4, bytes: 9 },
      { value: 3, line: 5, bytes: 1 },
    ]);
  });

  it('is not mistaken for broken when inner objects begin like the elements', async () => {
    expect(values(await split('[\n{\n"a": [\n{\n"b": 1\n}\n]\n},\n{\n"c": 2\n}\n]'))).toEqual([
      { a: [{ b: 1 }] },
      { c: 2 },
    ]);
  });

  it('is read in time linear in an element of many chunks', async () => {
    const long = 'x'.repeat(4 * 2 ** 20);
    expect(values(await split(JSON.stringify([long, 1]), 4096))).toEqual([long, 1]);
  });
});

describe('a broken element is reported by its line, and the rest is read', () => {
  const good = ['  {', '    "n": 1', '  },'];
  const last = ['  {', '    "n": 2', '  }'];

  it.each([
    ['a comma too many', ['  {', '    "x": 1,', '  },'], 'is not valid JSON'],
    [
      'a string that does not end',
      ['  {', '    "x": "oops,', '    "y": {"z": 1}', '  },'],
      'has a string that is not closed',
    ],
    ['a quote too many', ['  {', '    "x": "say "hi" now",', '    "y": 1', '  },'], 'is not valid JSON'],
    ['a brace too few', ['  {', '    "x": {"y": 1', '  },'], 'is not valid JSON'],
    ['a list closed as an object', ['  {', '    "x": [1}', '  },'], 'is not valid JSON'],
    ['no value', ['  {', '    "x": ', '  },'], 'is not valid JSON'],
  ])('%s', async (_, broken, reason) => {
    for (const size of [1, 5, 1000]) {
      const elements = await split(printed(...good, ...broken, ...last), size);
      expect(values(elements)).toEqual([{ n: 1 }, { n: 2 }]);
      expect(faults(elements)[0]).toBe(`5: ${reason}`);
      expect(faults(elements)).toHaveLength(1);
    }
  });

  it('an element above the limit, printed or in one line', async () => {
    const big = JSON.stringify({ x: '"\\'.repeat(100) });
    for (const source of [printed(' {"n": 1},', ` ${big},`, ' {"n": 2}'), `[{"n":1},${big},{"n":2}]`]) {
      for (const size of [1, 2, 3, 10, 1000]) {
        const elements = await split(source, size, 100);
        expect(values(elements)).toEqual(size === 1000 ? [{ n: 1 }, JSON.parse(big), { n: 2 }] : [{ n: 1 }, { n: 2 }]);
        const fault = `${source.startsWith('[\n') ? 3 : 1}: is larger than 100 bytes`;
        expect(faults(elements)).toEqual(size === 1000 ? [] : [fault]);
      }
    }
  });

  it('an element with more parts than any message has', async () => {
    const elements = await split(`[{"n":1},[${'{},'.repeat(50_000)}0],{"n":2}]`, 1000);
    expect(values(elements)).toEqual([{ n: 1 }, { n: 2 }]);
    expect(faults(elements)).toEqual(['1: has more than 50000 objects and lists']);
  });

  it('also when the first is broken', async () => {
    const elements = await split(printed(' {"x": "', ' {"n": 2}'));
    expect(values(elements)).toEqual([{ n: 2 }]);
  });
});

describe('a broken file', () => {
  it.each([
    ['', '1: the file is empty'],
    ['{"ok": false}', '1: the file is not a JSON list'],
    ['\n\n<html>', '3: the file is not a JSON list'],
    ['[\n {"n": 1},\n', '3: the file ends before its list is closed'],
    ['[\n {"n": 1},\n {"m": "cut o', '3: is not closed'],
    ['[{"n": 1}, {"m": "cut o', '1: is not closed'],
  ])('%j', async (source, fault) => {
    const elements = await split(source);
    expect(faults(elements)).toEqual([fault]);
    expect(values(elements)).toEqual(source.includes('"n"') ? [{ n: 1 }] : []);
  });

  it('is reported when the elements after a broken one cannot be found', async () => {
    const elements = await split('[{"n":1},{"x": "\n"},{"n":2}]');
    expect(faults(elements)).toEqual([
      '1: has a string that is not closed',
      '1: the elements after it cannot be found and were not read',
    ]);
  });

  it('is abandoned after a hundred returns, so that none takes forever', async () => {
    const elements = await split(`[\n${' {"a": 1\n'.repeat(5_000)}`, 10_000);
    expect(faults(elements)).toHaveLength(102);
  });

  it('passes on the error of its stream, after what came before', async () => {
    async function* cut() {
      yield Buffer.from('[{"n": 1}, {"n"');
      throw new Error('torn');
    }
    const found: unknown[] = [];
    const reading = async () => {
      for await (const element of jsonElements(cut())) found.push(element.reason ?? element.value);
    };
    await expect(reading()).rejects.toThrow('torn');
    expect(found).toEqual([{ n: 1 }]);
  });
});

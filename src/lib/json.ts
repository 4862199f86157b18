// JSON of large values as bytes, the same as JSON.stringify gives. Made in one text, one character past Latin-1 makes all of
// it two bytes a character, and past 128 KB V8 keeps each text by itself and collects for it: so long lists are written
// item by item. On an answer of 66 KB that was a third of what it allocated.

/** An array of fewer items is no reason to write a value in parts. */
const longList = 8;
/** How deep long lists are looked for. */
const deepest = 6;

let scratch = Buffer.allocUnsafe(256 * 1024);
let length = 0;

/** The JSON of a value, as bytes where it holds a long list, otherwise as text. */
export function toJson(value: object): string | Buffer {
  if (!holdsLongList(value, 0)) return JSON.stringify(value);
  length = 0;
  write(value, 0);
  const bytes = Buffer.allocUnsafeSlow(length);
  scratch.copy(bytes, 0, 0, length);
  return bytes;
}

function holdsLongList(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null || depth > deepest) return false;
  if (Array.isArray(value)) return value.length >= longList;
  for (const name in value) if (holdsLongList((value as Record<string, unknown>)[name], depth + 1)) return true;
  return false;
}

function write(value: object, depth: number): void {
  // Texts are put as they are: one that is put together first is laid out once more before it is written.
  if (Array.isArray(value)) {
    put('[');
    for (let i = 0; i < value.length; i++) {
      if (i) put(',');
      put(JSON.stringify(value[i]) ?? 'null');
    }
    put(']');
    return;
  }
  put('{');
  let first = true;
  for (const name of Object.keys(value)) {
    const part = (value as Record<string, unknown>)[name];
    const inParts = holdsLongList(part, depth + 1);
    const json = inParts ? '' : JSON.stringify(part);
    if (json === undefined) continue;
    if (!first) put(',');
    first = false;
    put(JSON.stringify(name));
    put(':');
    if (inParts) write(part as object, depth + 1);
    else put(json);
  }
  put('}');
}

function put(text: string): void {
  // A character is at most three bytes for each of its UTF-16 units.
  if (length + text.length * 3 > scratch.length) {
    const larger = Buffer.allocUnsafe(Math.max(scratch.length * 2, length + text.length * 3));
    scratch.copy(larger, 0, 0, length);
    scratch = larger;
  }
  if (text.length === 1) scratch[length++] = text.charCodeAt(0);
  else length += scratch.write(text, length);
}

// Bytes to a server, and what comes back: for requests that no HTTP client would send.
import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came back on one connection. */
export interface Exchange {
  readonly answers: readonly RawAnswer[];
  /** All of it, as latin1. */
  readonly text: string;
  /** Whether the server closed the connection. */
  readonly closed: boolean;
}

/** Sends the bytes and reads until the server closes, `count` responses have come, or it was silent for so long. */
export function exchange(
  origin: string,
  bytes: string | Buffer,
  { count = Number.POSITIVE_INFINITY, silentMs = 1_000 } = {},
): Promise<Exchange> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve) => {
    let text = '';
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    const end = (closed: boolean) => {
      resolve({ answers: readAnswers(text), text, closed });
      socket.destroy();
    };
    socket.setTimeout(silentMs, () => end(false));
    socket.on('connect', () => socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes));
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (readAnswers(text).length >= count) end(false);
    });
    socket.on('error', () => end(true));
    socket.on('close', () => end(true));
  });
}

/** The complete responses in a text, none of them to HEAD. */
function readAnswers(text: string): RawAnswer[] {
  const answers: RawAnswer[] = [];
  for (let at = 0; ; ) {
    const bodyAt = text.indexOf('\r\n\r\n', at) + 4;
    if (bodyAt < 4) return answers;
    const [line = '', ...lines] = text.slice(at, bodyAt - 4).split('\r\n');
    const status = Number(line.slice(9, 12));
    const pairs = lines.map((header) => header.split(/:\s*(.*)/s) as [string, string]);
    const headers = Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value]));
    const read = /chunked/.test(headers['transfer-encoding'] ?? '')
      ? readChunks(text, bodyAt)
      : { body: text.slice(bodyAt, bodyAt + Number(headers['content-length'] ?? 0)), next: bodyAt };
    if (!read) return answers;
    const { body } = read;
    if (!/chunked/.test(headers['transfer-encoding'] ?? '')) {
      if (body.length < Number(headers['content-length'] ?? 0)) return answers;
      read.next += body.length;
    }
    at = read.next;
    if (status >= 200) answers.push({ status, headers, body });
  }
}

function readChunks(text: string, from: number): { body: string; next: number } | null {
  let body = '';
  for (let at = from; ; ) {
    const lineEnd = text.indexOf('\r\n', at);
    const length = Number.parseInt(text.slice(at, lineEnd), 16);
    const next = lineEnd + 2 + length + 2;
    if (lineEnd < 0 || text.length < next) return null;
    if (length === 0) return { body, next };
    body += text.slice(lineEnd + 2, next - 2);
    at = next;
  }
}

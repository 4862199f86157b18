// The script of /live, as it is served, run in a context with the browser features that it uses: it follows a channel
// with the client of graphql-ws, and resumes where it was when its socket is lost.
import { type Context, createContext, runInContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createChannel } from '../support/seed.ts';
import { type Client, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let owner: Client;
let channelId: string;

beforeAll(async () => {
  server = await startServer();
  owner = (await server.workspace()).owner;
  channelId = await createChannel(owner, { name: 'general' });
});
afterAll(() => server?.close());

/** As much of an element as the script uses, and every text that it has shown. */
class FakeElement {
  readonly texts: unknown[] = [];
  innerHTML = '';
  className = '';
  value = '';
  children: FakeElement[] = [];
  append = (...added: FakeElement[]) => this.children.push(...added);
  prepend = (added: FakeElement) => this.children.unshift(added);
  replaceChildren = () => this.children.splice(0);
  set textContent(text: unknown) {
    this.texts.push(text);
  }
  get lastChild() {
    return { remove: () => this.children.pop() };
  }
}

/** The page in a browser that is signed in as the owner. */
class Page {
  /** Every socket that it opened. */
  readonly sockets: WebSocket[] = [];
  readonly #elements = new Map<string, FakeElement>();
  #context!: Context;

  async open(): Promise<void> {
    const page = await (await fetch(`${server.origin}/live`)).text();
    const authorization = `Bearer ${owner.token}`;
    const { sockets } = this;
    class SignedIn extends WebSocket {
      constructor(address: string, protocol: string) {
        super(address, protocol, { headers: { authorization } });
        sockets.push(this);
      }
    }
    this.#context = createContext({
      document: { getElementById: (id: string) => this.element(id), createElement: () => new FakeElement() },
      location: { protocol: 'http:', host: new URL(server.origin).host },
      fetch: (path: string, init: RequestInit = {}) =>
        fetch(`${server.origin}${path}`, { ...init, headers: { ...init.headers, authorization } }),
      Option: class extends FakeElement {
        constructor(_: string, id: string) {
          super();
          this.value = id;
        }
      },
      ...{ WebSocket: SignedIn, crypto, setTimeout, clearTimeout, setInterval, clearInterval },
    });
    for (const [, path] of page.matchAll(/<script src="([^"]+)"/g)) {
      runInContext(await (await fetch(`${server.origin}${path}`)).text(), this.#context);
    }
  }

  element(id: string): FakeElement {
    const element = this.#elements.get(id) ?? new FakeElement();
    this.#elements.set(id, element);
    return element;
  }

  /** What the lines show, the newest first: the kind of the event, and the message. */
  get lines(): string[] {
    return this.element('events').children.map((line) => `${line.className} ${line.children.at(-1)!.innerHTML}`);
  }

  get counts(): unknown[] {
    return ['missed', 'twice', 'reconnects'].map((name) => this.element(name).texts.at(-1));
  }

  /** The connection states that it showed, in order. */
  get statuses(): unknown[] {
    return this.element('status').texts;
  }

  close(): void {
    runInContext('client.dispose()', this.#context);
  }
}

const send = (body: string) =>
  owner.data('mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }', {
    input: { channelId, body },
  });

it('the page shows events, and after a lost connection the events of the meantime, once', async () => {
  await send('before');
  const page = new Page();
  await page.open();
  try {
    await expect.poll(() => page.statuses).toEqual(['live']);
    expect(page.lines).toEqual(['before <p>before</p>']);
    await send('one');
    await expect.poll(() => page.lines[0]).toBe('MessageSent <p>one</p>');

    expect(page.sockets).toHaveLength(1);
    page.sockets[0]!.terminate();
    await send('two');
    const gone = 'the server is gone (1006): trying again';
    await expect.poll(() => page.statuses, { timeout: 5_000 }).toEqual(['live', gone, 'live']);
    await send('three');
    await expect.poll(() => page.lines[0]).toBe('MessageSent <p>three</p>');
    expect(page.lines.filter((line) => line.startsWith('MessageSent'))).toEqual([
      'MessageSent <p>three</p>',
      'MessageSent <p>two</p>',
      'MessageSent <p>one</p>',
    ]);
    expect(page.counts).toEqual([0, 0, 1]);
  } finally {
    page.close();
  }
});

it('the page says so when the server closes its socket for good', async () => {
  const page = new Page();
  await page.open();
  try {
    await expect.poll(() => page.statuses).toEqual(['live']);
    // A message that breaks the protocol.
    page.sockets[0]!.send('[]');
    await expect.poll(() => page.statuses.at(-1)).toBe('closed with 4400: sign in again');
    expect(page.sockets).toHaveLength(1);
  } finally {
    page.close();
  }
});

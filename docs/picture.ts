// Makes docs/graphiql.png, the picture of the README: starts the product with its demo on a free port, opens the printed
// link in Chromium, runs an operation, and keeps what the window shows. Run: node --import tsx docs/picture.ts [TAB]
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';

const root = fileURLToPath(new URL('..', import.meta.url));
const picture = fileURLToPath(new URL('graphiql.png', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'switchboard-picture-'));
const title = process.argv[2]; // of the tab to run; the first one unless given
const waitMs = 120_000;

/** Resolves with what the pattern finds in the output of a process. */
function found(child: ChildProcess, stream: 'stdout' | 'stderr', pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = '';
    const timer = setTimeout(() => reject(new Error(`${pattern} did not appear in time.\n${out}`)), waitMs);
    child[stream]!.on('data', (chunk) => {
      out += chunk;
      const match = pattern.exec(out);
      if (match) resolve(match[1]!);
    });
    child.once('exit', () => reject(new Error(`It ended without ${pattern}.\n${out}`)));
    child.once('exit', () => clearTimeout(timer));
  });
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill(signal);
  await ended;
}

/** A page of Chromium, spoken to over the DevTools protocol. */
class Page {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, { resolve: (result: never) => void; reject: (reason: Error) => void }>();
  #last = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (text) => {
      const { id, result, error } = JSON.parse(String(text));
      const waiting = this.#waiting.get(id);
      if (error) waiting?.reject(new Error(error.message));
      else waiting?.resolve(result as never);
    });
  }

  static async open(port: string): Promise<Page> {
    const response = await fetch(`http://127.0.0.1:${port}/json/new`, { method: 'PUT' });
    const { webSocketDebuggerUrl } = (await response.json()) as { webSocketDebuggerUrl: string };
    const socket = new WebSocket(webSocketDebuggerUrl);
    await new Promise((done, failed) => socket.once('open', done).once('error', failed));
    return new Page(socket);
  }

  send<T>(method: string, params: object = {}): Promise<T> {
    const id = ++this.#last;
    this.#socket.send(JSON.stringify({ id, method, params }));
    return new Promise<T>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  async evaluate(expression: string): Promise<unknown> {
    const { result } = await this.send<{ result: { value: unknown } }>('Runtime.evaluate', { expression });
    return result.value;
  }

  /** Resolves when the expression is true in the page. */
  async until(expression: string): Promise<void> {
    const deadline = performance.now() + waitMs;
    while ((await this.evaluate(expression)) !== true) {
      if (performance.now() > deadline) throw new Error(`The page never came to: ${expression}`);
      await new Promise((go) => setTimeout(go, 100));
    }
  }

  close(): void {
    this.#socket.close();
  }
}

const environment = { ...process.env, DATA_DIR: join(folder, 'data'), PORT: '0' };
const server = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
  ...{ cwd: root, env: environment },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let chromium: ChildProcess | undefined;
try {
  const link = await found(server, 'stdout', /(http:\/\/\S+\/graphql\?\S+)\n/);
  chromium = spawn('chromium', [
    ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
    ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--hide-scrollbars'],
    ...['--remote-debugging-port=0', `--user-data-dir=${join(folder, 'chromium')}`, 'about:blank'],
  ]);
  const page = await Page.open(await found(chromium, 'stderr', /ws:\/\/127\.0\.0\.1:(\d+)\//));
  const size = { width: 1440, height: 800, deviceScaleFactor: 1, mobile: false };
  await page.send('Emulation.setDeviceMetricsOverride', size);
  await page.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: 'light' }] });
  await page.send('Page.navigate', { url: link });
  await page.until(`document.querySelector('.graphiql-query-editor .view-line') !== null`);
  if (title) {
    const tab = `[...document.querySelectorAll('.graphiql-tab-button')].find((one) => one.textContent === '${title}')`;
    await page.evaluate(`${tab}.click()`);
    await page.until(`document.querySelector('.graphiql-query-editor').textContent.includes('${title}')`);
  }
  await page.evaluate(`document.querySelector('[aria-label="Hide editor tools"]').click()`); // room for the query
  await page.evaluate(`document.querySelector('.graphiql-execute-button').click()`);
  await page.until(`document.querySelector('.graphiql-response')?.textContent.includes('ledger') === true`);
  // Monaco colours a text after it has shown it.
  for (const pane of ['.graphiql-query-editor', '.graphiql-response']) {
    await page.until(
      `document.querySelector('${pane} .view-line [class*="mtk"]:not(.mtk1):not([class*="bracket"])') !== null`,
    );
  }
  const { data } = await page.send<{ data: string }>('Page.captureScreenshot', { format: 'png' });
  writeFileSync(picture, Buffer.from(data, 'base64'));
  process.stdout.write(`${picture}: ${Math.round((data.length * 3) / 4 / 1024)} KB\n`);
  page.close();
} finally {
  if (chromium) await stop(chromium, 'SIGTERM');
  await stop(server, 'SIGTERM');
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}

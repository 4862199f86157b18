// The page at /live: it names the process to kill where only this machine can reach it, and runs no script of a
// message.
import { afterEach, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer | undefined;
afterEach(() => server?.close());

const page = async (settings: Record<string, string>) => {
  server = await startServer(settings);
  const response = await fetch(`${server.origin}/live`);
  return { text: await response.text(), policy: response.headers.get('content-security-policy') };
};

it('names the process to kill', async () => {
  expect((await page({})).text).toContain(`<code id="kill">kill -9 ${process.pid}</code>`);
});

it.each<Record<string, string>>([{ NODE_ENV: 'production' }, { HOST: '0.0.0.0' }])(
  'names no process with %j',
  async (settings) => {
    const { text } = await page(settings);
    expect(text).toContain('<code id="kill">kill -9</code>');
    expect(text).not.toContain(String(process.pid));
  },
);

it('allows only files of its origin to run', async () => {
  const { policy } = await page({});
  expect(policy).toContain("default-src 'none'; script-src 'self'");
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
});

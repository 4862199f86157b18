// Random requests, as bytes: no response is a 5xx or shows internal details, nothing unexpected is logged, and the
// server keeps running. HTTP_FUZZ is how many, HTTP_FUZZ_SEED the first seed: a failure names its own seed.
import { expect, it } from 'vitest';
import { Random } from '../../src/cli/demo/random.ts';
import { captureLog } from '../support/captured-log.ts';
import { randomRequest } from '../support/random-request.ts';
import { exchange } from '../support/raw-exchange.ts';
import { startServer } from '../support/server.ts';

const cases = Number(process.env.HTTP_FUZZ ?? 2_000);
const firstSeed = Number(process.env.HTTP_FUZZ_SEED ?? 1);
// Some of them leave the server waiting for the rest of a body.
const atOnce = 64;
const inside = /\bat .{0,200}:\d+:\d+|node_modules|file:\/\/|\.ts\b|"stack"/;
const health = 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';

it(`${cases} random requests get no 5xx and no stack, and the server survives each`, {
  timeout: 60_000 + cases * 40,
}, async () => {
  const captured = captureLog('warn');
  const settings = { SHEDDING: 'off', LIMITS: 'off', ALLOWED_ORIGINS: 'https://app.example.com' };
  const server = await startServer(settings, undefined, captured.log);
  const seen = new Map<number, number>();
  let seed = firstSeed;
  const work = async () => {
    while (seed < firstSeed + cases) {
      const own = seed++;
      const request = randomRequest(new Random(`${own}`));
      const label = `HTTP_FUZZ_SEED=${own} HTTP_FUZZ=1: ${JSON.stringify(request.slice(0, 400))}`;
      // The rest is read as other requests, and ends the connection; or as the body of the first, and completes it.
      const { text } = await exchange(server.origin, request + health.repeat(3), { silentMs: 2_000 });
      for (const [, status] of text.matchAll(/HTTP\/1\.1 (\d{3}) /g)) {
        seen.set(Number(status), (seen.get(Number(status)) ?? 0) + 1);
        expect(Number(status), label).toBeLessThan(500);
      }
      expect(text, label).not.toMatch(inside);
      expect(text, label).not.toContain(process.cwd());
      const after = await exchange(server.origin, health, { count: 1, silentMs: 20_000 });
      expect(after.answers.at(-1)?.status, label).toBe(200);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, work));
    expect(captured.lines().filter(({ level }) => Number(level) >= 50)).toEqual([]);
    // It passes the parser, and reaches every refusal.
    if (cases >= 1_000) expect([...seen.keys()]).toEqual(expect.arrayContaining([200, 400, 404, 405, 406, 415, 431]));
  } finally {
    await server.close();
  }
});

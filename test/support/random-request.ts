// Requests that no honest client sends: a request line, headers and a body from parts that are each valid, odd or
// broken. The same seed gives the same requests.
import type { Random } from '../../src/cli/demo/random.ts';

const methods = ['GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'CONNECT', 'PROPFIND'];
const oddMethods = ['BREW', 'get', '', 'GET\t', 'G E T', '\u0000GET', 'M-SEARCH', 'PRI'];
const query = 'query={__typename}';
const targets = [
  '/graphql',
  `/graphql?${query}`,
  `/graphql?${query}&variables={}&extensions={}`,
  `http://host.example/graphql?${query}`,
  `http://host.example:80?${query}`,
  'HTTP://HOST.EXAMPLE',
  `https://host.example/graphql?${query}`,
  '/',
  '/healthz',
  '/readyz',
  '/live',
  '/graphql/',
  '/graphql/../graphql',
  '*',
];
const oddTargets = [
  '//graphql',
  `//host.example/graphql?${query}`,
  '///',
  `/\\graphql?${query}`,
  '\\\\graphql',
  'http://',
  'http:///graphql',
  'http://[',
  'http://[::1/graphql',
  'http://a^b/graphql',
  'http://a:99999/graphql',
  'http://user:secret@host.example/graphql',
  'http:/graphql',
  'http:graphql',
  'ftp://host.example/graphql',
  'javascript:alert(1)',
  'host.example:443',
  'graphql',
  '',
  '/graphql?query=%',
  '/graphql?query=%E0%A4%A',
  '/graphql?query=%ff%fe',
  '/graphql?query={__typename}&variables=%ED%A0%80',
  '/graphql?query=\u00c3\u00a9',
  '/graphql?query[]=a&query=b&__proto__=c',
  '/graphql?variables={&query={__typename}',
  '/graphql#fragment',
  '/%00',
  '/%',
  '/..%2f..%2fetc/passwd',
  '/graphql/%2e%2e/%c0%ae',
  `/graphql?${'a=&'.repeat(2_000)}`,
  `/${'x'.repeat(20_000)}`,
];
const versions = ['HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/1.1 x', '', 'http/1.1'];

const hosts = [
  '127.0.0.1',
  'localhost:4000',
  'host.example',
  '[::1]:4000',
  'a^b',
  'a b',
  '[',
  'a:99999',
  'a:b',
  '',
  '@',
  'a/b',
  'a?b',
  '%',
  '1.2.3.4.5',
  'xn--',
  'é',
  '<x>',
];
const headers: Record<string, readonly string[]> = {
  accept: [
    'application/json',
    '*/*',
    'text/html',
    'text/event-stream',
    'application/json;q=0',
    ';q',
    'a/b;q="',
    '*',
    ',,,',
    `a/b;c="${',"'.repeat(500)}`,
  ],
  'accept-encoding': ['gzip', 'br', 'identity;q=0', '*;q=0', 'gzip;q=x', ';;', ',='],
  'content-type': [
    'application/json',
    'application/json; charset=latin1',
    'application/json; charset="utf-8',
    'text/plain',
    '/',
    ';',
    'application/json; charset=\u00ff',
    'multipart/form-data',
  ],
  'content-length': ['0', '5', '99', '-1', '1e3', '0x10', '99999999999999999999', '5, 5', ' '],
  'transfer-encoding': ['chunked', 'gzip, chunked', 'identity', 'chunked, chunked', 'x'],
  'content-encoding': ['gzip', 'identity', 'br, gzip', ''],
  expect: ['100-continue', '200-ok', ''],
  connection: ['keep-alive', 'close', 'Upgrade', 'upgrade, keep-alive', 'host', ''],
  upgrade: ['websocket', 'h2c', 'websocket, h2c', 'TLS/1.0', '\u00ff'],
  'sec-websocket-key': ['dGhlIHNhbXBsZSBub25jZQ==', 'x', ''],
  'sec-websocket-version': ['13', '8', '-1', 'x'],
  'sec-websocket-protocol': ['graphql-transport-ws', 'graphql-ws', ',', '', 'a, a', '"'],
  'sec-websocket-extensions': ['permessage-deflate', 'permessage-deflate; x=" ', ';;', '='],
  origin: [
    'null',
    'https://app.example.com',
    'http://[',
    'x',
    '',
    'http://a^b',
    'https://app.example.com, https://app.example.com',
  ],
  cookie: [
    'switchboard_session=%',
    'switchboard_session=%E0%A4%A',
    'switchboard_session=swb_x',
    '=',
    ';;;',
    'a=b; switchboard_session',
  ],
  authorization: ['Bearer', 'Bearer x', 'Basic %%%', 'Bearer \u00ff', ''],
  'if-none-match': ['*', '"', 'W/', 'W/"a", "b', ',,'],
  'x-forwarded-for': ['1.2.3.4', '::', 'x, y', '\u00ff', ''],
  'x-forwarded-host': ['a^b', '['],
  'x-forwarded-proto': ['x', 'https, http'],
  forwarded: ['for=;by="', 'host=['],
  'x-ledger': ['1', 'x'],
  'x-cost': ['1'],
  'last-event-id': ['x', '\u00ff', '0.0'],
  'access-control-request-method': ['POST', '\u00ff'],
  'access-control-request-headers': ['authorization', ',,\u00ff'],
  'set-cookie': ['a=b', 'a'],
  range: ['bytes=0-1', 'bytes=x'],
  te: ['trailers', 'x'],
  trailer: ['host', 'x'],
  'http2-settings': ['x'],
  __proto__: ['x'],
  constructor: ['x'],
  'bad name': ['x'],
  'x:y': ['x'],
  'x-long': ['x'.repeat(9_000)],
  'x-longer': ['x'.repeat(30_000)],
};
const names = Object.keys(headers);
const json = '{"query":"{ __typename }"}';
const bodies = [
  json,
  '{"query":"{ __typename',
  'x',
  '[]',
  'null',
  '{"query":"\u00c3\u0028 \u00ff"}',
  `5\r\n{"que\r\n0\r\n\r\n`,
  `${json.length.toString(16)}\r\n${json}\r\n0\r\n\r\n`,
  'zz\r\nx\r\n',
  'ffffffffffffffff\r\nx',
  '5;ext="\r\nabcde\r\n0\r\nhost: x\r\n\r\n',
];
const noise = '^[]{}"\\<>|%\u0000\u007f\u0080\u00ff\t ;,=:/?#@&\'`\u0001\u001b';

/** A request as bytes in latin1. */
export function randomRequest(random: Random): string {
  const chance = (share: number) => random.chance(share);
  const pick = <Value>(from: readonly Value[]): Value => from[random.int(0, from.length - 1)]!;
  const spoil = (text: string) => {
    if (!chance(0.06)) return text;
    const at = random.int(0, text.length);
    return `${text.slice(0, at)}${pick([...noise])}${text.slice(at + (chance(0.5) ? 1 : 0))}`;
  };
  const method = chance(0.93) ? pick(chance(0.7) ? ['GET', 'POST'] : methods) : pick(oddMethods);
  const target = spoil(pick(chance(0.7) ? targets : oddTargets));
  const lines = [spoil(`${method} ${target} ${chance(0.9) ? 'HTTP/1.1' : pick(versions)}`)];
  if (chance(0.95)) lines.push(`Host: ${spoil(chance(0.6) ? '127.0.0.1' : pick(hosts))}`);
  if (chance(0.05)) lines.push(`host: ${pick(hosts)}`);
  const body = method === 'POST' || chance(0.1) ? pick(bodies) : '';
  if (method === 'POST' && chance(0.7)) lines.push('Content-Type: application/json');
  if (body && chance(0.7)) lines.push(chance(0.8) ? `Content-Length: ${body.length}` : 'Transfer-Encoding: chunked');
  for (let count = random.int(0, 3); count > 0; count--) {
    const name = pick(names);
    lines.push(spoil(`${name}: ${spoil(pick(headers[name]!))}`));
  }
  return `${lines.join(chance(0.97) ? '\r\n' : '\n')}\r\n\r\n${body}`;
}

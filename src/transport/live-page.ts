// The page at /live shows a channel's events as they arrive. When the server is killed and started again, the page
// resumes where it was, and its counters show whether an event was missed.
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);

/** The page's script, and the browser build of graphql-ws that it uses. */
const scripts = new Map([
  [
    '/live/graphql-ws.js',
    readFileSync(resolve('graphql-ws/package.json').replace('package.json', 'umd/graphql-ws.min.js')),
  ],
  ['/live/page.js', readFileSync(new URL('./live-page.js', import.meta.url))],
]);

const style = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 0; color: #1e1b4b; background: #f8fafc }
header { padding: 1rem 1.5rem; background: #312e81; color: #eef2ff; display: flex; gap: 1.5rem; align-items: baseline; flex-wrap: wrap }
h1 { font-size: 1.1rem; margin: 0 } main { max-width: 60rem; margin: 0 auto; padding: 1rem 1.5rem }
select, input, button { font: inherit; padding: .3rem .6rem } form { display: flex; gap: .5rem; margin: 1rem 0; align-items: center } #body { flex: 1 }
#status { font-weight: 600 } .good { color: #86efac } .bad { color: #fca5a5 }
dl { display: flex; gap: 1.5rem; margin: 0; flex-wrap: wrap } dt { font-size: .75rem; color: #64748b } dd { margin: 0; font-size: 1.4rem; font-variant-numeric: tabular-nums }
ul { list-style: none; padding: 0 } #events > li { display: grid; grid-template-columns: 14.5rem 8.5rem 10rem 1fr; gap: .5rem; padding: .2rem 0; border-bottom: 1px solid #e2e8f0 }
#events > li > span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap } .body { min-width: 0; overflow-wrap: anywhere } .body > * { margin: 0 0 .3rem }
.body ul { list-style: disc; padding-left: 1.2rem } .body pre { overflow-x: auto } .mention { color: #4338ca } li.before { color: #94a3b8 } li.Resync { color: #b91c1c }`;

const names = ['sent', 'acknowledged', 'arrived', 'missed', 'twice', 'reconnects'];

/** The page; it shows the process id unless that is null. */
const pageOf = (pid: number | null) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Switchboard live</title>
<link rel="icon" href="data:,">
<style>${style}</style>
${[...scripts.keys()].map((path) => `<script src="${path}" defer></script>`).join('\n')}
</head>
<body>
<header><h1>Switchboard live</h1><span id="who"></span><select id="channel" aria-label="Channel"></select><span id="status">connecting</span></header>
<main>
<dl>${names.map((name) => `<div><dt>${name}</dt><dd id="${name}">0</dd></div>`).join('')}</dl>
<form id="say"><input id="body" placeholder="Write a message" autocomplete="off"><button>Send</button>
<label><input type="checkbox" id="tick"> one a second</label></form>
<p>Kill the server (<code id="kill">kill -9${pid === null ? '' : ` ${pid}`}</code>) and start it again: this page reconnects and resumes.</p>
<ul id="events"></ul>
</main>
</body>
</html>
`;

const policy =
  "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'";

/** Serves /live and its scripts; false for any other request. The page names the process where `showPid` is set. */
export function sendLivePage(req: IncomingMessage, res: ServerResponse, url: URL, showPid: boolean): boolean {
  if (req.method !== 'GET') return false;
  const script = scripts.get(url.pathname);
  if (script) {
    res.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' }).end(script);
    return true;
  }
  if (url.pathname !== '/live') return false;
  const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' };
  res.writeHead(200, { ...headers, 'content-security-policy': policy, 'referrer-policy': 'no-referrer' });
  res.end(pageOf(showPid ? process.pid : null));
  return true;
}

// The page at /live: follows a channel over WebSocket as any client would, and counts what it was told. It is served as
// it stands here, and knows nothing that the README does not tell.
const $ = (id) => document.getElementById(id);
const counts = { sent: 0, acknowledged: 0, arrived: 0, missed: 0, twice: 0, reconnects: 0 };
const final = new Set([4400, 4401, 4406, 4409, 4429]);
const mine = new Set();
let channelId = null;
let cursor = null;
let lastSeq = 0;
let socket = null;
let attempt = 0;
let ticking = null;

const message = 'id seq bodyHtml createdAt author { name }';
const snapshotQuery = `query ($id: ID!) { channel(id: $id) { name cursor messageCount messages(last: 15) { nodes { ${message} } } } }`;
const channelsQuery =
  '{ viewer { user { name } channels(first: 100, orderBy: { field: LAST_ACTIVITY_AT, direction: DESC }, filter: { archived: false }) { nodes { id name } } } }';
const subscription = `subscription ($id: ID!, $after: String) { channelEvents(channelId: $id, after: $after) {
  __typename cursor at actor { name }
  ... on MessageSent { message { ${message} } } ... on MessageEdited { message { ${message} } }
  ... on MessageDeleted { message { ${message} } } ... on ReactionAdded { emoji message { ${message} } }
  ... on ReactionRemoved { emoji message { ${message} } } ... on Typing { user { name } } } }`;
const send = 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }';

async function ask(query, variables) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw Object.assign(new Error(errors[0].message), { code: errors[0].extensions?.code });
  return data;
}

function status(text, kind) {
  $('status').textContent = text;
  $('status').className = kind;
}

function show() {
  for (const [name, value] of Object.entries(counts)) $(name).textContent = value;
}

const time = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** A line with text, or with the HTML of a message, which the server has sanitised; the page's policy runs no script in it. */
function row(kind, at, who, { text, html }) {
  const line = document.createElement('li');
  const cells = [time.format(new Date(at)), kind, who ?? ''];
  for (const cell of cells) line.append(Object.assign(document.createElement('span'), { textContent: cell }));
  const body = html === undefined ? { textContent: text } : { innerHTML: html };
  line.append(Object.assign(document.createElement('div'), { className: 'body', ...body }));
  line.className = kind;
  $('events').prepend(line);
  while ($('events').children.length > 300) $('events').lastChild.remove();
}

/** Loads the channel afresh, with the cursor from which its events go on. */
async function snapshot() {
  const { channel } = await ask(snapshotQuery, { id: channelId });
  if (!channel) throw new Error('The channel cannot be seen any more.');
  cursor = channel.cursor;
  lastSeq = channel.messageCount;
  $('events').replaceChildren();
  for (const one of channel.messages.nodes) row('before', one.createdAt, one.author.name, { html: one.bodyHtml });
}

function take(event) {
  if (event.cursor) cursor = event.cursor;
  if (event.__typename === 'Started') return status('live', 'good');
  if (event.__typename === 'Resync') {
    row('Resync', event.at, '', { text: 'the cursor was no longer good: loading afresh' });
    return void snapshot().catch(failed);
  }
  if (event.__typename === 'MessageSent') {
    const { seq, id } = event.message;
    // A channel numbers its messages without a gap, so what is missing or doubled shows here.
    if (seq > lastSeq + 1) counts.missed += seq - lastSeq - 1;
    if (seq <= lastSeq) counts.twice++;
    lastSeq = Math.max(lastSeq, seq);
    if (mine.has(id)) counts.arrived++;
    else early.add(id);
  }
  const body = event.emoji || !event.message ? { text: event.emoji ?? '' } : { html: event.message.bodyHtml };
  row(event.__typename, event.at, event.user?.name ?? event.actor?.name, body);
  show();
}

// What arrives before the answer to the mutation that sent it.
const early = new Set();

function connect() {
  const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`;
  const ws = new WebSocket(address, 'graphql-transport-ws');
  socket = ws;
  ws.onopen = () => ws.send(JSON.stringify({ type: 'connection_init' }));
  ws.onmessage = ({ data }) => {
    const { type, payload } = JSON.parse(data);
    if (type === 'connection_ack') {
      attempt = 0;
      void showCommand();
      const variables = { id: channelId, after: cursor };
      ws.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: subscription, variables } }));
    } else if (type === 'ping') ws.send('{"type":"pong"}');
    else if (type === 'next' && payload.data) take(payload.data.channelEvents);
    else if (type === 'error') failed(new Error(payload[0].message));
  };
  ws.onclose = ({ code }) => {
    if (socket !== ws) return;
    if (final.has(code)) return status(`closed with ${code}: sign in again`, 'bad');
    counts.reconnects++;
    show();
    const wait = Math.min(5000, 200 * 2 ** attempt++) * (0.5 + Math.random());
    status(`the server is gone (${code}): trying again`, 'bad');
    setTimeout(connect, wait);
  };
}

/** The command that kills the server: after a restart it is another process. */
async function showCommand() {
  const page = await (await fetch('/live')).text();
  $('kill').textContent = /kill -9[ \d]*/.exec(page)[0];
}

/** Sends once for all: repeated with its key until it is acknowledged, whatever happens to the server meanwhile. */
async function say(body) {
  const input = { channelId, body, clientMessageId: crypto.randomUUID() };
  counts.sent++;
  show();
  for (;;) {
    try {
      const { id } = (await ask(send, { input })).sendMessage.message;
      counts.acknowledged++;
      mine.add(id);
      if (early.delete(id)) counts.arrived++;
      return show();
    } catch (error) {
      if (error.code && error.code !== 'UNAVAILABLE' && error.code !== 'INTERNAL_SERVER_ERROR') return failed(error);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}

function failed(error) {
  status(error.message, 'bad');
}

async function follow(id) {
  channelId = id;
  socket?.close();
  socket = null;
  await snapshot();
  connect();
}

async function start() {
  const { viewer } = await ask(channelsQuery);
  if (!viewer) return status('Nobody is signed in: open the link that npm start prints, then come back.', 'bad');
  $('who').textContent = viewer.user.name;
  const channels = viewer.channels.nodes.filter((channel) => channel.name);
  for (const { id, name } of channels) $('channel').append(new Option(`#${name}`, id));
  $('channel').onchange = () => follow($('channel').value).catch(failed);
  $('say').onsubmit = (event) => {
    event.preventDefault();
    if ($('body').value.trim()) void say($('body').value);
    $('body').value = '';
  };
  $('tick').onchange = () => {
    clearInterval(ticking);
    let number = 0;
    if ($('tick').checked) ticking = setInterval(() => say(`tick ${++number}`), 1000);
  };
  if (channels.length) await follow(channels[0].id);
  else status('You are in no channel yet.', 'bad');
}

start().catch(failed);

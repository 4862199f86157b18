// The page at /live: follows a channel with the client of graphql-ws, as docs/live.md describes, and counts events. It
// is served as it is, and uses only what is documented.
const $ = (id) => document.getElementById(id);
const counts = { sent: 0, acknowledged: 0, arrived: 0, missed: 0, twice: 0, reconnects: 0 };
const mine = new Set();
let channelId = null;
let cursor = null;
let lastSeq = 0;
let unsubscribe = null;
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

async function request(query, variables) {
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

/**
 * A line with text, or with the HTML of a message, which the server has sanitised; the page's policy runs no script in
 * it.
 */
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

/** Loads the channel again, with the cursor after which its events follow. */
async function snapshot() {
  const { channel } = await request(snapshotQuery, { id: channelId });
  if (!channel) throw new Error('The channel is no longer visible to you.');
  cursor = channel.cursor;
  lastSeq = channel.messageCount;
  $('events').replaceChildren();
  for (const one of channel.messages.nodes) row('before', one.createdAt, one.author.name, { html: one.bodyHtml });
}

function take(event) {
  if (event.cursor) cursor = event.cursor;
  if (event.__typename === 'Started') return status('live', 'good');
  if (event.__typename === 'Resync') {
    row('Resync', event.at, '', { text: 'the cursor was no longer valid: loading again' });
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

// Messages that arrive before the response to the mutation that sent them.
const early = new Set();

const client = graphqlWs.createClient({
  url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
  lazyCloseTimeout: 5000, // another channel is followed on the same socket
  retryAttempts: Number.POSITIVE_INFINITY,
  retryWait: (tries) =>
    new Promise((resolve) => setTimeout(resolve, Math.min(5000, 200 * 2 ** tries) * (0.5 + Math.random()))),
  shouldRetry: ({ code }) => code !== 1009, // the client itself knows the other final codes
  on: {
    connecting: (isRetry) => {
      if (isRetry) counts.reconnects++;
      show();
    },
    connected: () => void showCommand(),
    closed: ({ code }) => {
      if (unsubscribe) status(`the server is gone (${code}): trying again`, 'bad');
    },
  },
});

/** Follows the channel from the cursor on. A reconnect sends the same variables again, so they move with the cursor. */
function follow() {
  const variables = {
    id: channelId,
    get after() {
      return cursor;
    },
  };
  unsubscribe = client.subscribe(
    { query: subscription, variables },
    {
      next: ({ data }) => data && take(data.channelEvents),
      error: (reason) => {
        unsubscribe = null;
        if (Array.isArray(reason)) failed(new Error(reason[0].message));
        else status(`closed with ${reason.code}: sign in again`, 'bad');
      },
      complete: () => {},
    },
  );
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
      const { id } = (await request(send, { input })).sendMessage.message;
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

async function choose(id) {
  unsubscribe?.();
  unsubscribe = null;
  channelId = id;
  await snapshot();
  follow();
}

async function start() {
  const { viewer } = await request(channelsQuery);
  if (!viewer) return status('You are not signed in: open the link that npm start prints, then come back.', 'bad');
  $('who').textContent = viewer.user.name;
  const channels = viewer.channels.nodes.filter((channel) => channel.name);
  for (const { id, name } of channels) $('channel').append(new Option(`#${name}`, id));
  $('channel').onchange = () => choose($('channel').value).catch(failed);
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
  if (channels.length) await choose(channels[0].id);
  else status('You are in no channel yet.', 'bad');
}

start().catch(failed);

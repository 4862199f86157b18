// A workspace with something of every type, all of it with a marker: an isolation test looks for the marker where it
// must not be.
import type { Client, Json, TestServer } from './server.ts';
import { openSql, rawId } from './sql.ts';

export type Person = Client & { id: string };

export interface Populated {
  /** A word that is in every name, handle, topic, body, emoji and address. */
  readonly marker: string;
  readonly workspaceId: string;
  readonly slug: string;
  readonly owner: Person;
  readonly admin: Person;
  readonly member: Person;
  readonly guest: Person;
  readonly bot: Person;
  /** Global ids by type. */
  readonly ids: { readonly [type: string]: readonly string[] };
  /** The channels by their kind. */
  readonly channels: { readonly [kind: string]: string };
}

const createChannel = `mutation ($input: CreateChannelInput!) { createChannel(input: $input) { channel { id } } }`;
const send = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }`;

/** Fills a channel: a thread with reactions, edits, mentions, a pin and an attachment, each with the marker. */
export async function fillChannel(
  server: TestServer,
  channelId: string,
  marker: string,
  [writer, reader]: readonly [Person, Person],
): Promise<string[]> {
  const sent = async (client: Client, input: object) =>
    (await client.data(send, { input: { channelId, ...input } })).sendMessage.message.id as string;
  const { handle } = (await reader.data('{ viewer { user { handle } } }')).viewer.user;
  const root = await sent(writer, { body: `first ${marker}` });
  await writer.data(
    `mutation ($edit: EditMessageInput!, $react: AddReactionInput!, $pin: PinMessageInput!) {
      editMessage(input: $edit) { message { id } }
      addReaction(input: $react) { message { id } }
      pinMessage(input: $pin) { message { id } }
    }`,
    {
      edit: { messageId: root, body: `root ${marker} for @${handle}` },
      react: { messageId: root, emoji: `:${marker}:` },
      pin: { messageId: root },
    },
  );
  const reply = await sent(reader, { parentId: root, body: `reply ${marker}` });
  const other = await sent(reader, {
    body: `other ${marker}`,
    clientMessageId: `${marker} in ${channelId}`.slice(0, 100),
  });
  const sql = await openSql(server.databaseUrl);
  await sql.rows(
    `insert into message_attachments (message_id, position, workspace_id, name, url, media_type, size)
     select id, 1, workspace_id, $2, $3, 'text/plain', 1 from messages where id = $1`,
    [rawId(root), `${marker}.txt`, `https://files.example.com/${marker}`],
  );
  await sql.end();
  return [root, reply, other];
}

/** A new workspace with people of every role, channels of every kind, and everything in them. */
export async function populate(server: TestServer, marker: string): Promise<Populated> {
  const { id: workspaceId, slug, owner: first } = await server.workspace(`w-${marker}`);
  const viewer = await first.data('{ workspace { id } viewer { user { id } } }');
  const owner: Person = { ...first, id: viewer.viewer.user.id };
  await owner.data(`mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { user { id } } }`, {
    input: { handle: `${marker}-owner`, name: `${marker} owner`, email: `owner@${marker}.example.com` },
  });
  const person = (name: string, input: object) =>
    server.user(owner, `${marker}-${name}`, {
      ...{ name: `${marker} ${name}`, title: `${marker} title`, email: `${name}@${marker}.example.com` },
      ...{ avatarUrl: `https://${marker}.example.com/${name}.png`, ...input },
    });
  const admin = await person('admin', { role: 'ADMIN' });
  const member = await person('member', {});
  const guest = await person('guest', { role: 'GUEST' });
  const bot = await person('bot', { kind: 'BOT' });

  const channel = async (name: string, input: object, by = admin): Promise<string> => {
    const texts = { topic: `${marker} topic`, purpose: `${marker} purpose` };
    return (await by.data(createChannel, { input: { name: `${marker}-${name}`, ...texts, ...input } })).createChannel
      .channel.id;
  };
  const members = { memberIds: [member.id] };
  const open = `mutation ($id: ID!) { openDirectChannel(input: { userIds: [$id] }) { channel { id } } }`;
  const channels = {
    public: await channel('public', { memberIds: [owner.id, member.id] }),
    private: await channel('private', { privacy: 'PRIVATE', ...members }),
    announcement: await channel('announcement', { kind: 'ANNOUNCEMENT', ...members }),
    archived: await channel('archived', members),
    direct: (await admin.data(open, member)).openDirectChannel.channel.id as string,
  };
  const messages: string[] = [];
  for (const [kind, id] of Object.entries(channels)) {
    if (kind !== 'announcement') messages.push(...(await fillChannel(server, id, marker, [admin, member])));
  }
  const archive = 'mutation ($id: ID!) { archiveChannel(input: { channelId: $id }) { channel { id } } }';
  await admin.data(archive, { id: channels.archived });
  const createToken = `mutation ($input: CreateTokenInput!) { createToken(input: $input) { accessToken { id } } }`;
  const tokens = [];
  for (const client of [owner, member]) {
    const created: Json = await client.data(createToken, { input: { name: `${marker} token` } });
    tokens.push(created.createToken.accessToken.id as string);
  }
  return {
    ...{ marker, workspaceId, slug, owner, admin, member, guest, bot, channels },
    ids: {
      Workspace: [viewer.workspace.id],
      User: [owner, admin, member, guest, bot].map(({ id }) => id),
      Channel: Object.values(channels),
      Message: messages,
      AccessToken: tokens,
      Viewer: [owner, admin, member, guest, bot].map(({ id }) => id.replace('User_', 'Viewer_')),
    },
  };
}

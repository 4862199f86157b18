// Every mutation of the product with random arguments, usually by users who may execute it: the writes between the
// requests of the cache's tests.
import type { Random } from '../../src/cli/demo/random.ts';
import type { Populated } from './populated-workspace.ts';
import type { Client, Json } from './server.ts';

/** The rows that the writes change in one workspace; they add those that they create. */
export interface Stage {
  readonly place: Populated;
  readonly people: readonly (Client & { id: string })[];
  /** Users whose role may change, the first of them most often, and who may be deactivated, all but the first. */
  readonly others: string[];
  readonly channels: string[];
  readonly messages: { id: string; channelId: string; root: boolean }[];
}

type Write = (stage: Stage, random: Random) => { by: Client; input: Json } | null;

const emoji = [':eyes:', '🎉', ':shipit:', '👍'];
const word = (random: Random) => `w${random.int(0, 1_000_000)}`;
const anyone = ({ people, place }: Stage, random: Random) => random.pick([...people, place.admin, place.member]);
const admin = ({ place }: Stage, random: Random) => random.pick([place.owner, place.admin]);
// The things that the requests are about come first, and are written to most.
const often = <Item>(items: readonly Item[], first: number, random: Random) =>
  random.pick(random.chance(0.6) ? items.slice(0, first) : items);
const channelOf = ({ channels }: Stage, random: Random) => often(channels, 2, random);
const messageOf = ({ messages }: Stage, random: Random) => often(messages, 6, random);
const userOf = ({ people, others }: Stage, random: Random) => random.pick([...people.map(({ id }) => id), ...others]);
// The admin keeps their role: they must be able to bring the others back.
const leaving = ({ place, others }: Stage, random: Random) =>
  random.pick([place.member.id, place.guest.id, place.bot.id, ...others]);
const onMessage: Write = (stage, random) => ({
  by: anyone(stage, random),
  input: { messageId: messageOf(stage, random).id },
});
const onChannel: Write = (stage, random) => ({
  by: anyone(stage, random),
  input: { channelId: channelOf(stage, random) },
});

/** The writes by the mutation's name. */
export const writes: Record<string, Write> = {
  sendMessage: (stage, random) => {
    const parent = random.chance(0.4) ? messageOf(stage, random) : null;
    const mention = random.chance(0.3) ? ` @${stage.place.marker}-member` : '';
    const where = parent?.root ? { channelId: parent.channelId, parentId: parent.id } : null;
    return {
      by: anyone(stage, random),
      input: { ...(where ?? { channelId: channelOf(stage, random) }), body: `${word(random)}${mention}` },
    };
  },
  editMessage: (stage, random) => ({
    by: random.pick([stage.place.admin, stage.place.member]),
    input: { messageId: messageOf(stage, random).id, body: `edited ${word(random)} @${stage.place.marker}-bot` },
  }),
  deleteMessage: (stage, random) => {
    // The first are what the requests are about: they are removed rarely.
    const { id } = random.pick(random.chance(0.1) ? stage.messages : stage.messages.slice(6));
    return { by: admin(stage, random), input: { messageId: id } };
  },
  addReaction: (stage, random) => ({
    by: anyone(stage, random),
    input: { messageId: messageOf(stage, random).id, emoji: random.pick(emoji) },
  }),
  removeReaction: (stage, random) => ({
    by: anyone(stage, random),
    input: { messageId: messageOf(stage, random).id, emoji: random.pick(emoji) },
  }),
  pinMessage: onMessage,
  unpinMessage: onMessage,
  markRead: (stage, random) => {
    const { id, channelId } = messageOf(stage, random);
    return { by: anyone(stage, random), input: { channelId, messageId: id } };
  },
  createChannel: (stage, random) => ({
    by: anyone(stage, random),
    input: {
      name: random.chance(0.1) ? 'made-later' : word(random),
      privacy: random.pick(['PUBLIC', 'PRIVATE']),
      memberIds: [userOf(stage, random)],
    },
  }),
  updateChannel: (stage, random) => ({
    by: admin(stage, random),
    input: {
      channelId: channelOf(stage, random),
      ...random.pick([
        { topic: word(random) },
        { name: word(random) },
        { purpose: word(random) },
        { privacy: 'PUBLIC' },
        { privacy: 'PRIVATE' },
      ]),
    },
  }),
  archiveChannel: (stage, random) => ({
    by: admin(stage, random),
    input: { channelId: random.pick(stage.channels.slice(2)), archived: random.chance(0.5) },
  }),
  joinChannel: onChannel,
  leaveChannel: (stage, random) => ({
    by: random.pick([stage.place.member, stage.place.guest, stage.place.bot]),
    input: { channelId: channelOf(stage, random) },
  }),
  addMember: (stage, random) => ({
    by: anyone(stage, random),
    input: { channelId: channelOf(stage, random), userId: userOf(stage, random) },
  }),
  removeMember: (stage, random) => ({
    by: stage.place.admin,
    input: { channelId: channelOf(stage, random), userId: leaving(stage, random) },
  }),
  setMemberRole: (stage, random) => ({
    by: stage.place.admin,
    input: {
      channelId: channelOf(stage, random),
      userId: random.pick([stage.place.admin.id, leaving(stage, random)]),
      role: random.pick(['ADMIN', 'MEMBER']),
    },
  }),
  muteChannel: (stage, random) => ({
    by: anyone(stage, random),
    input: { channelId: channelOf(stage, random), muted: random.chance(0.5) },
  }),
  openDirectChannel: (stage, random) => ({ by: anyone(stage, random), input: { userIds: [userOf(stage, random)] } }),
  createUser: (stage, random) => ({
    by: admin(stage, random),
    input: { handle: random.chance(0.2) ? 'made-later' : word(random), name: word(random) },
  }),
  updateProfile: (stage, random) => {
    const by = random.chance(0.5) ? admin(stage, random) : anyone(stage, random);
    const change = random.pick([
      { name: word(random) },
      { title: word(random) },
      { email: `${word(random)}@example.com` },
    ]);
    return { by, input: { userId: by === stage.place.admin ? userOf(stage, random) : undefined, ...change } };
  },
  setRole: (stage, random) => ({
    by: admin(stage, random),
    input: { userId: often(stage.others, 1, random), role: random.pick(['ADMIN', 'MEMBER', 'GUEST']) },
  }),
  deactivateUser: (stage, random) => {
    const later = stage.others.slice(1);
    return later.length
      ? { by: admin(stage, random), input: { userId: random.pick(later), deactivated: random.chance(0.6) } }
      : null;
  },
  createToken: (stage, random) => ({ by: anyone(stage, random), input: { name: word(random), scopes: ['READ'] } }),
};

const selected: Record<string, string> = {
  ...{ sendMessage: '{ message { id parent { id } channel { id } } }', createUser: '{ user { id } }' },
  ...{ createChannel: '{ channel { id } }', openDirectChannel: '{ channel { id } }' },
};

/** Executes a write; returns the code of its error, or null when it succeeded. */
export async function writeByChance(name: string, stage: Stage, random: Random): Promise<string | null> {
  const write = writes[name]!(stage, random);
  if (!write) return 'NOTHING';
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) ${selected[name] ?? '{ __typename }'} }`;
  const { data, errors } = await write.by.ask(query, { input: write.input });
  if (errors) return errors[0]!.extensions.code;
  const { message, channel, user } = data[name];
  if (message && selected[name])
    stage.messages.push({ id: message.id, channelId: message.channel.id, root: !message.parent });
  if (channel && selected[name] && !stage.channels.includes(channel.id)) stage.channels.push(channel.id);
  if (user && selected[name]) stage.others.push(user.id);
  return null;
}

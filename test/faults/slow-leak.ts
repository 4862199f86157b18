// A member who reads the backlog slowly and is removed meanwhile: how many of the events that they receive after that
// show what was written later.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Json } from './calls.ts';
import { listenTo } from './listening.ts';
import type { World } from './world.ts';

const follow = `subscription ($channelId: ID!, $after: String) { channelEvents(channelId: $channelId, after: $after) {
  __typename cursor ... on MessageSent { message { channel { messages(last: 99) { nodes { body } } } } } } }`;

/** Through the second instance where there is one; the changes are made through the first. */
export async function readAfterRemoval(world: World): Promise<{ leaked: number; events: number; error: Json }> {
  const [person] = world.people;
  const create = 'mutation ($input: CreateChannelInput!) { createChannel(input: $input) { channel { id cursor } } }';
  const input = { name: 'slow-leak', privacy: 'PRIVATE', memberIds: [person!.id] };
  const { id: channelId, cursor } = (await world.ask(create, { input })).createChannel.channel;
  const send = (body: string) =>
    world.ask('mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { id } } }', {
      input: { channelId, body },
    });
  // 60 events of up to a megabyte: the system buffers a few of them, the rest wait to be read from the log.
  for (let n = 0; n < 60; n++) await send(`${n} ${'x'.repeat(16_000)}`);
  const listening = await listenTo(world.origins.at(-1)!, person!.token);
  try {
    const subscription = listening.subscribe(follow, { channelId, after: cursor });
    await subscription.until(({ message }) => message);
    listening.socket.ws.pause();
    await sleep(500);
    const remove = 'mutation ($input: RemoveMemberInput!) { removeMember(input: $input) { user { id } } }';
    await world.ask(remove, { input: { channelId, userId: person!.id } });
    for (let n = 0; n < 5; n++) await send(`secret ${n}`);
    listening.socket.ws.resume();
    const error = await subscription.ended(20_000);
    const leaked = subscription.events.filter((event) => JSON.stringify(event).includes('secret')).length;
    return { leaked, events: subscription.events.length, error };
  } finally {
    listening.close();
  }
}

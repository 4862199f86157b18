// Seeds a workspace through the API: a plan names its users, its channels and their first messages. The same functions
// create what a test adds later. This is for set-up alone; a test sends the operations under test itself.
import type { UserRole } from '../../src/lib/roles.ts';
import type { Client, TestServer } from './server.ts';

/** A client with its user's global id. */
export type Person = Client & { readonly id: string };

/** A user's role, or more of CreateUserInput. */
type UserPlan = UserRole | { readonly role?: UserRole; readonly [field: string]: unknown };

interface ChannelPlan<Handle extends string> {
  /** Who creates the channel: its admin. The workspace's owner unless given. */
  readonly by?: NoInfer<Handle> | 'owner';
  readonly members?: readonly NoInfer<Handle>[];
  /** The bodies of its first roots, written by the user who creates it. */
  readonly messages?: readonly string[];
  readonly privacy?: 'PUBLIC' | 'PRIVATE';
  readonly kind?: 'TEXT' | 'ANNOUNCEMENT';
  readonly topic?: string;
}

interface Plan<Handle extends string, Name extends string> {
  /** By handle. */
  readonly users?: Readonly<Record<Handle, UserPlan>>;
  /** By name. */
  readonly channels?: Readonly<Record<Name, ChannelPlan<Handle>>>;
}

export interface Seeded<Handle extends string, Name extends string> {
  readonly id: string;
  readonly slug: string;
  readonly owner: Person;
  readonly users: Readonly<Record<Handle, Person>>;
  /** Their global ids. */
  readonly channels: Readonly<Record<Name, string>>;
}

/** A new workspace as planned. */
export async function seed<Handle extends string = never, Name extends string = never>(
  server: TestServer,
  plan: Plan<Handle, Name> = {},
): Promise<Seeded<Handle, Name>> {
  const { id, slug, owner: first } = await server.workspace();
  const { viewer } = await first.data('{ viewer { user { id } } }');
  const owner: Person = { ...first, id: viewer.user.id };
  const users = {} as Record<Handle, Person>;
  for (const [handle, user] of entries(plan.users)) {
    users[handle] = await server.user(owner, handle, typeof user === 'string' ? { role: user } : user);
  }
  const person = (handle: string): Person => (handle === 'owner' ? owner : users[handle as Handle]);
  const channels = {} as Record<Name, string>;
  for (const [name, { by = 'owner', members = [], messages = [], ...input }] of entries(plan.channels)) {
    const maker = person(by);
    const memberIds = members.map((handle) => person(handle).id);
    channels[name] = await createChannel(maker, { name, memberIds, ...input });
    for (const body of messages) await sendMessage(maker, channels[name], body);
  }
  return { id, slug, owner, users, channels };
}

const entries = <Key extends string, Value>(record: Readonly<Record<Key, Value>> | undefined) =>
  Object.entries(record ?? {}) as [Key, Value][];

/** Executes one mutation and returns its payload. */
export async function mutate(by: Client, field: string, input: object, selection: string) {
  const type = `${field[0]!.toUpperCase()}${field.slice(1)}Input`;
  return (await by.data(`mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} } }`, { input }))[field];
}

let count = 0;

/** A channel, by a name of its own unless one is given; returns its id. */
export const createChannel = async (by: Client, input: object = {}): Promise<string> =>
  (await mutate(by, 'createChannel', { name: `made-${++count}`, ...input }, 'channel { id }')).channel.id;

/** A root, or a reply when `more` has a parentId; returns its id. */
export const sendMessage = async (by: Client, channelId: string, body = 'text', more: object = {}): Promise<string> =>
  (await mutate(by, 'sendMessage', { channelId, body, ...more }, 'message { id }')).message.id;

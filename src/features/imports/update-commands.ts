// Updates by a later import: the names of existing channels, profiles that have changed at the source, and people who
// were in the workspace before. Profiles of users who have signed in here are never changed.
import type { ChangeKind } from '../../changes/catalogue.ts';
import { write } from '../../changes/record.ts';
import { userStream, workspaceStream } from '../../lib/streams.ts';
import { userDeactivated, userUpdated } from '../identity/changes.ts';
import { setDeactivated, updateProfile } from '../identity/statements.ts';
import { handlesFor, type Import } from './commands.ts';
import { type ImportedChannel, type ImportedUser, type KnownProfile, unknownUser, variants } from './model.ts';
import * as sql from './statements.ts';

const atOnce = 1_000;

/** What was done with existing users who have changed at the source. */
export interface ChangedUsers {
  updated: number;
  deactivated: number;
  /** What was not changed, with the user's handle here: `@ada: name, deactivated in Slack`. */
  kept: { handle: string; what: string }[];
}

/** Updates existing users, except those who own their profile here. */
export async function updateUsers(run: Import, users: readonly ImportedUser[]): Promise<ChangedUsers> {
  const changed: ChangedUsers = { updated: 0, deactivated: 0, kept: [] };
  for (let at = 0; at < users.length; at += atOnce) {
    const some = new Map(users.slice(at, at + atOnce).map((user) => [user.id, user]));
    const profiles = await run.db.run(sql.profilesKnown, [[...some.keys()]]);
    for (const known of profiles) {
      const user = some.get(known.id)!;
      const differs = differences(user, known);
      if (!differs.length) continue;
      const ownsProfile = known.hasSignedIn || known.role === 'OWNER';
      if (!ownsProfile) await updateUser(run, user, changed);
      const what = ownsProfile ? differs : differs.filter((difference) => difference === reactivated);
      if (what.length) changed.kept.push({ handle: run.handles.get(known.id) ?? known.handle, what: what.join(', ') });
    }
  }
  return changed;
}

const deactivated = 'deactivated at the source, active here';
const reactivated = 'active at the source, deactivated here';

function differences(user: ImportedUser, known: KnownProfile): string[] {
  if (user.isPlaceholder) {
    const isBetter = known.name.startsWith(unknownUser) && !user.name.startsWith(unknownUser);
    return isBetter ? ['name'] : [];
  }
  return [
    handlesFor(user).includes(known.handle) ? '' : 'handle',
    user.name === known.name ? '' : 'name',
    user.title === known.title ? '' : 'title',
    user.avatarUrl === null || user.avatarUrl === known.avatarUrl ? '' : 'picture',
    user.email === null || user.email === known.email ? '' : 'e-mail address',
    user.deactivatedAt !== null && !known.isDeactivated ? deactivated : '',
    user.deactivatedAt === null && known.isDeactivated ? reactivated : '',
  ].filter(Boolean);
}

async function updateUser(run: Import, user: ImportedUser, changed: ChangedUsers): Promise<void> {
  const streams = [workspaceStream(run.workspaceId), userStream(user.id)];
  const done = await write(
    run,
    streams,
    async (tx) => {
      const [known] = await tx.run(sql.profilesKnown, [[user.id]]);
      if (!known || known.hasSignedIn) return null;
      const { handle, name, title, avatarUrl, email } = await profileFor(user, known, (values) =>
        tx.run(sql.namesOfUsers, values),
      );
      const announce = (kind: ChangeKind<{ userId: string }>) => {
        for (const stream of streams) tx.record(stream, kind, { userId: user.id });
      };
      const same = [handle, name, title, avatarUrl, email].every(
        (value, at) => value === [known.handle, known.name, known.title, known.avatarUrl, known.email][at],
      );
      if (!same) {
        await tx.run(updateProfile, [user.id, handle, name, title, email, avatarUrl]);
        announce(userUpdated);
      }
      const leaves = !user.isPlaceholder && user.deactivatedAt !== null && !known.isDeactivated;
      if (leaves) {
        await tx.run(setDeactivated, [user.id, user.deactivatedAt]);
        announce(userDeactivated);
      }
      return { handle, same, leaves };
    },
    { idempotent: true },
  );
  if (!done) return;
  run.handles.set(user.id, done.handle);
  if (!done.same) changed.updated++;
  if (done.leaves) changed.deactivated++;
}

/** The new profile. A handle or an address that another user has is not changed. */
async function profileFor(
  user: ImportedUser,
  known: KnownProfile,
  taken: (values: [string[], string[]]) => Promise<{ handle: string; email: string | null }[]>,
) {
  if (user.isPlaceholder) return { ...known, name: user.name, avatarUrl: user.avatarUrl ?? known.avatarUrl };
  const wanted = handlesFor(user);
  const rows = await taken([wanted, user.email === null ? [] : [user.email]]);
  const free = wanted.find((handle) => handle === known.handle || rows.every((row) => row.handle !== handle));
  const mayHave = user.email !== null && rows.every((row) => row.email !== user.email);
  return {
    handle: wanted.includes(known.handle) ? known.handle : (free ?? known.handle),
    name: user.name,
    title: user.title,
    avatarUrl: user.avatarUrl ?? known.avatarUrl,
    email: mayHave ? user.email : known.email,
  };
}

/** Matches imported users with people of the workspace who have the same address, by the imported user's id. */
export async function matchByEmail(run: Import, users: readonly ImportedUser[]) {
  const people = users.filter((user) => user.kind === 'PERSON' && user.email !== null);
  const matched = new Map<string, { id: string; handle: string; email: string }>();
  for (let at = 0; at < people.length; at += atOnce) {
    const some = people.slice(at, at + atOnce);
    const known = new Set((await run.db.run(sql.usersKnown, [some.map(({ id }) => id)])).map(({ id }) => id));
    const rows = await run.db.run(sql.peopleByEmail, [some.map(({ email }) => email)]);
    const byEmail = new Map(rows.map((row) => [row.email, row]));
    for (const user of some) {
      const person = byEmail.get(user.email!);
      if (person && person.id !== user.id && !known.has(user.id)) matched.set(user.id, person);
    }
  }
  return matched;
}

/**
 * Gives the channels the names that they have or will get here, so that imported messages can refer to them. Returns
 * the existing ones, and whether each is archived.
 */
export async function nameChannels(run: Import, channels: readonly ImportedChannel[]): Promise<Map<string, boolean>> {
  const archived = new Map<string, boolean>();
  const named = channels.filter((channel) => channel.name !== null);
  const given = new Set<string>();
  for (let at = 0; at < named.length; at += atOnce) {
    const some = named.slice(at, at + atOnce);
    const wanted = some.flatMap((channel) => variants(channel.name!, channel.id, 80));
    const rows = await run.db.run(sql.channelsNamed, [some.map(({ id }) => id), wanted]);
    const known = new Map(rows.map((row) => [row.id, row]));
    const taken = new Set(rows.map((row) => row.name));
    for (const channel of some) {
      const here = known.get(channel.id);
      const isFree = (name: string) => !taken.has(name) && !given.has(name);
      channel.name = here?.name ?? variants(channel.name!, channel.id, 80).find(isFree) ?? channel.name;
      given.add(channel.name!);
      if (here) archived.set(channel.id, here.isArchived);
    }
  }
  return archived;
}

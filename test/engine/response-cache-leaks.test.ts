// The cache never returns what the database would not return now: whatever the request and the viewer, before and after
// every kind of write, a server with the response cache sends the same bytes as one without it.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { serviceActor } from '../../src/changes/actor.ts';
import { Random } from '../../src/cli/demo/random.ts';
import { readConfig } from '../../src/config.ts';
import {
  beginChannel,
  completeChannel,
  importMemberships,
  importUsers,
  startImport,
} from '../../src/features/imports/commands.ts';
import { importMessages } from '../../src/features/imports/message-commands.ts';
import { schema } from '../../src/schema.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { type Question, questionsAbout, randomQuestions } from '../support/cache-questions.ts';
import { type Stage, writeByChance, writes } from '../support/cache-writes.ts';
import { importedTeam } from '../support/imported-team.ts';
import { type Populated, populate } from '../support/populated-workspace.ts';
import { openRawClient, type RawAnswer, type RawClient } from '../support/raw-http.ts';
import { rootFields } from '../support/schema-walk.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { rawId } from '../support/sql.ts';

interface CachedRequest {
  readonly who: string;
  readonly token: string | null;
  readonly question: Question;
}

const random = new Random('leaks');
let server: TestServer;
let plain: App;
let cached: RawClient;
let uncached: RawClient;
let stages: Stage[];
/** The requests about the first workspace from the list, and all requests by all viewers. */
let own: Question[];
let all: CachedRequest[];

beforeAll(async () => {
  server = await startServer({ LIMITS: 'off' });
  const settings = { NODE_ENV: 'test', LOG_LEVEL: 'silent', PORT: '0', DRAIN_SECONDS: '1', LIMITS: 'off' };
  const config = readConfig({ ...settings, CACHE_MB: '0', VIEWER_CACHE: 'off' });
  const now = () => server.clock.now;
  plain = createApp({ config, databaseUrl: server.databaseUrl, log: createLog('silent'), now });
  uncached = openRawClient((await plain.listen()).origin);
  cached = openRawClient(server.origin);
  const places = [await populate(server, 'ourmark'), await populate(server, 'theirmark')];
  stages = [];
  const tokens: [who: string, token: string | null][] = [['nobody', null]];
  for (const place of places) {
    const other = await server.user(place.owner, `${place.marker}-other`);
    const result = await place.member.data(
      'mutation { createToken(input: { name: "r", scopes: [READ] }) { token } }',
      {},
    );
    const { owner, admin, member, guest, bot, marker } = place;
    for (const [role, client] of Object.entries({ owner, admin, member, guest, bot, other }))
      tokens.push([`${marker} ${role}`, client.token]);
    tokens.push([`${marker} reader`, result.createToken.token]);
    stages.push(stageOf(place, other.id));
  }
  // Only some requests are about the other workspace: the viewers see nothing there.
  const [ours, theirs] = [questionsAbout(places[0]!), random.shuffled(questionsAbout(places[1]!)).slice(0, 25)];
  const ids = places.flatMap((place) => [...place.ids.User!.slice(1, 4), ...place.ids.Channel!, ...place.ids.Message!]);
  own = ours;
  const questions = [...ours, ...theirs, ...randomQuestions(schema, random, ids, 20)];
  all = tokens.flatMap(([who, token]) => questions.map((question) => ({ who, token, question })));
}, 120_000);

afterAll(async () => {
  cached?.close();
  uncached?.close();
  await plain?.close();
  await server?.close();
});

function stageOf(place: Populated, other: string): Stage {
  const { owner, admin, member, guest, bot, channels, ids } = place;
  const messages = ids.Message!.map((id, index) => ({
    id,
    channelId: [channels.public!, channels.private!, channels.archived!, channels.direct!][Math.floor(index / 3)]!,
    root: index % 3 !== 1,
  }));
  return {
    place,
    people: [owner, admin, member, guest, bot],
    others: [other],
    channels: Object.values(channels),
    messages,
  };
}

const settled = ({ status, body }: RawAnswer) => `${status} ${body.replace(/"errorId":"[^"]+"/g, '')}`;
const known = ({ who, question }: CachedRequest) => `${question.name} by ${who}`;

/** Those of these requests whose cached response differs; each is sent `times` times with no write in between. */
async function differing(requests: readonly CachedRequest[], times = 1): Promise<string[]> {
  const truths = new Map<CachedRequest, Promise<string>>();
  const truth = (one: CachedRequest) => {
    const result = truths.get(one) ?? uncached.post(one.token, one.question.body).then(settled);
    truths.set(one, result);
    return result;
  };
  const found: string[] = [];
  for (let time = 0; time < times; time++) {
    const order = random.shuffled(requests);
    for (let from = 0; from < order.length; from += 64) {
      const check = async (one: CachedRequest) => {
        const answer = settled(await cached.post(one.token, one.question.body));
        if (answer !== (await truth(one))) found.push(known(one));
      };
      await Promise.all(order.slice(from, from + 64).map(check));
    }
  }
  return found;
}

it('covers every root field of the schema', () => {
  const missing = (kind: string, known: (name: string) => boolean) =>
    rootFields.filter((root) => root.kind === kind && !known(root.name)).map(({ name }) => name);
  expect(missing('query', (name) => own.some(({ body }) => new RegExp(`\\b${name}\\b`).test(body)))).toEqual([]);
  // These change no cached response: token scopes are looked up for each request, and ephemeral events are not logged.
  const passing = ['signIn', 'signOut', 'revokeToken', 'setPassword', 'heartbeat', 'setTyping'];
  expect(missing('mutation', (name) => name in writes).sort()).toEqual(passing.sort());
});

it('returns what the database would return, for every request by every viewer sent twice', {
  timeout: 120_000,
}, async () => {
  expect(await differing(all, 2)).toEqual([]);
  expect(server.app.internals.cache.counts.HIT).toBeGreaterThan(all.length * 0.5);
});

it('returns it after every kind of write', { timeout: 120_000 }, async () => {
  const done = new Map<string, number>();
  const names = Object.keys(writes);
  // Some requests are repeated, so that most responses are cached when something is written.
  const changing = all.filter(({ who }) => /ourmark (guest|other)/.test(who));
  const one = () => random.pick(random.chance(0.3) ? changing : all);
  const hot = Array.from({ length: 200 }, one);
  await differing(hot);
  const { HIT } = server.app.internals.cache.counts;
  for (const [i, name] of Array.from({ length: 10 }, () => random.shuffled(names))
    .flat()
    .entries()) {
    server.clock.now += random.int(1, 50);
    const stage = random.chance(0.9) ? stages[0]! : stages[1]!;
    let refused: string | null = '';
    for (let tries = 0; tries < 20 && refused !== null; tries++) refused = await writeByChance(name, stage, random);
    if (refused === null) done.set(name, (done.get(name) ?? 0) + 1);
    const requests = Array.from({ length: 15 }, () => random.pick(hot));
    expect(await differing(requests), `after ${name} (${i})`).toEqual([]);
    for (let n = 0; n < 3; n++) hot[random.int(0, hot.length - 1)] = one();
  }
  expect(await differing(hot)).toEqual([]);
  // Every kind of write was done several times, and there were enough cache hits to prove something.
  expect(names.filter((name) => (done.get(name) ?? 0) < 3)).toEqual([]);
  expect(server.app.internals.cache.counts.HIT - HIT).toBeGreaterThan(500);
});

it('returns it within a second after an import on another instance', { timeout: 60_000 }, async () => {
  const { place } = stages[0]!;
  const team = importedTeam(place.workspaceId);
  const [owner, member, guest] = [place.owner, place.member, place.guest].map(({ id }) => rawId(id));
  const privateId = rawId(place.channels.private!);
  const add = (userId: string) => place.admin.data(addMember, { input: { channelId: place.channels.private, userId } });
  await add(place.member.id);
  await place.admin.ask(removeMember, { input: { channelId: place.channels.private, userId: place.guest.id } });
  // An import here cannot change responses about the other workspace, nor random documents.
  const requests = all.filter(({ who, question }) => /^ourmark (member|guest)$/.test(who) && own.includes(question));
  const run = startImport(serviceActor(plain.internals.postgres, place.workspaceId), place.workspaceId);
  const joinedAt = new Date(server.clock.now).toISOString();
  const joins = (userId: string) => ({ userId, role: 'MEMBER' as const, joinedAt });
  const reactions = [{ emoji: '🦀', userId: guest!, createdAt: joinedAt }];
  const steps: Record<string, () => Promise<unknown>> = {
    users: () => importUsers(run, [team.user('made-later'), team.user('imported')]),
    'a channel': () => beginChannel(run, team.channel('imported', ['imported'], { createdAt: joinedAt })),
    members: () => beginChannel(run, team.channel('known', [], { id: privateId, members: [joins(guest!)] })),
    messages: () =>
      importMessages(run, privateId, [
        team.message('new', 'imported', 0, { createdAt: later(1) }),
        team.message('old', 'imported', 0, { id: rawId(place.ids.Message![3]!), authorId: owner!, reactions }),
      ]),
    'an end': () => completeChannel(run, privateId),
    'a time': () =>
      importMemberships(run, privateId, [{ kind: 'joined', userId: guest!, isMember: true, at: later(60) }]),
    'a departure': () =>
      importMemberships(run, privateId, [{ kind: 'left', userId: member!, isMember: false, at: later(60) }]),
  };
  for (const [name, step] of Object.entries(steps)) {
    await Promise.all(requests.map(({ token, question }) => cached.post(token, question.body)));
    await step();
    const done = Date.now();
    for (let late = requests.map(known); late.length; ) {
      const sent = Date.now();
      late = await differing(requests.filter((one) => late.includes(known(one))));
      if (sent - done > 1_000) expect(late, `after ${name}`).toEqual([]);
    }
  }
});

const later = (seconds: number) => new Date(server.clock.now + seconds * 1000).toISOString();
const addMember = 'mutation ($input: AddMemberInput!) { addMember(input: $input) { user { id } } }';
const removeMember = 'mutation ($input: RemoveMemberInput!) { removeMember(input: $input) { user { id } } }';

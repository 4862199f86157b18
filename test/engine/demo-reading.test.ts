// Whether the demo reads like a team's year: few repetitions, working hours, quiet weekends, growth, people who reply.
import { expect, it } from 'vitest';
import { demoWorkspace } from '../../src/cli/demo/workspace.ts';

const now = new Date('2026-11-18T00:00:00Z');
const demo = demoWorkspace({ now, namespace: 'reading' });
const channels = demo.channels.map(({ channel, messages }) => ({ channel, messages: [...messages] }));
const messages = channels.flatMap((each) => each.messages);
const bots = new Set(demo.users.filter(({ kind }) => kind === 'BOT').map(({ id }) => id));
const people = messages.filter(({ authorId }) => !bots.has(authorId));
const share = (part: readonly unknown[], whole: readonly unknown[]) => part.length / whole.length;

it('rarely repeats a text', () => {
  expect(new Set(messages.map(({ body }) => body)).size / messages.length).toBeGreaterThan(0.86);
  const letters = messages.map(({ body }) => body.toLowerCase().replace(/[^\p{L}\d]/gu, ''));
  expect(new Set(letters).size / letters.length).toBeGreaterThan(0.8);
  const long = messages.map(({ body }) => body).filter((body) => body.length > 60);
  expect(new Set(long).size / long.length).toBeGreaterThan(0.97);
});

it('is active in working hours and quiet at the weekend', () => {
  const weekend = people.filter(({ createdAt }) => [0, 6].includes(new Date(createdAt).getUTCDay()));
  expect(share(weekend, people)).toBeLessThan(0.04);
  expect(share(weekend, people)).toBeGreaterThan(0.003);
  const hours = Array.from({ length: 24 }, () => 0);
  for (const { createdAt } of people) hours[new Date(createdAt).getUTCHours()]!++;
  const night = hours[23]! + hours.slice(0, 3).reduce((sum, n) => sum + n, 0);
  expect(night / people.length).toBeLessThan(0.005);
  const core = hours.slice(7, 18).reduce((sum, n) => sum + n, 0);
  expect(core / people.length).toBeGreaterThan(0.88);
});

it('grows over the year', () => {
  const at = (part: number) => new Date(+now - (1 - part) * 365 * 86_400_000).toISOString();
  const between = (from: number, to: number) =>
    messages.filter(({ createdAt }) => createdAt >= at(from) && createdAt < at(to)).length;
  expect(between(0.75, 1)).toBeGreaterThan(1.25 * between(0, 0.25));
  expect(between(0.97, 1)).toBeGreaterThan(300);
});

it('has no channel and no thread in which one person talks alone', () => {
  const roots = new Map(messages.map((message) => [message.id, message]));
  const threads = new Map<string, Set<string>>();
  for (const { parentId, authorId } of messages) {
    if (!parentId) continue;
    threads.set(parentId, (threads.get(parentId) ?? new Set([roots.get(parentId)!.authorId])).add(authorId));
  }
  const alone = [...threads].filter(([id, authors]) => authors.size === 1 && !bots.has(roots.get(id)!.authorId));
  expect(alone.length / threads.size).toBeLessThan(0.03);
  for (const { channel, messages: all } of channels.filter((each) => each.messages.length > 400)) {
    const counts = new Map<string, number>();
    for (const { authorId } of all) counts.set(authorId, (counts.get(authorId) ?? 0) + 1);
    for (const bot of bots) counts.delete(bot);
    expect(Math.max(...counts.values()) / all.length, channel.name!).toBeLessThan(0.4);
  }
  const authors = new Set(messages.map(({ authorId }) => authorId));
  expect(authors.size).toBe(50);
});

it('mentions in several channels what concerns several', () => {
  const text = (name: string) =>
    channels.find(({ channel }) => channel.name === name)!.messages.map(({ body }) => body);
  const named = (name: string) => new Set(text(name).flatMap((body) => body.match(/INC-\d+/g) ?? []));
  const opened = new Set(text('incidents').flatMap((body) => /^\S+ \*\*(INC-\d+)\*\*/u.exec(body)?.[1] ?? []));
  expect(opened.size).toBeGreaterThan(30);
  const silent = [...opened].filter((incident) => !named('alerts').has(incident));
  expect(silent.length).toBeLessThanOrEqual(3);
  expect([...named('support')].filter((incident) => !opened.has(incident))).toEqual([]);
  const newcomers = demo.users.filter((user) => user.kind === 'PERSON' && user.role === 'MEMBER');
  const welcomed = text('general')
    .filter((body) => body.includes('Please welcome'))
    .join('\n');
  const late = newcomers.filter(({ createdAt }) => Date.parse(createdAt) > +now - 364 * 86_400_000);
  expect(late.length).toBeGreaterThan(5);
  expect(late.filter(({ name }) => !welcomed.includes(name))).toEqual([]);
});

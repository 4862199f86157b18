// Events at fixed times, some in several channels: stand-ups, release trains, incidents, arrivals and farewells.
import { clock, dateName, day, hour, isWeekend, liveliness, minute, startOfDay, weekdayName } from './calendar.ts';
import { type Person, people, personByHandle, stayOf } from './people.ts';
import { Deck, type Random } from './random.ts';
import type { Row, Texts } from './script.ts';

export interface Due {
  channel: string;
  pack: string;
  at: number;
  vars?: Record<string, string>;
  rows?: Record<string, Row>;
  cast?: Record<string, Person>;
  /** Variables that the scenes of one story share, set as the scenes are written: its tickets and figures. */
  shared?: Map<string, string>;
}

/** All events with a date, in no particular order. */
export function dueEvents(texts: Texts, start: number, end: number, random: Random): Due[] {
  const days: number[] = [];
  for (let at = startOfDay(start); at < end; at += day) days.push(at);
  return [
    ...standups(days, random),
    ...weekly(days, random),
    ...trains(days),
    ...incidents(texts, days, random),
    ...arrivals(start),
  ].filter((due) => due.at > start + hour && due.at < end - 5 * minute);
}

function standups(days: readonly number[], random: Random): Due[] {
  return days
    .filter((at) => !isWeekend(at) && liveliness(at, 0) > 0.1)
    .map((at, i, all) => ({
      channel: 'standup',
      pack:
        liveliness(at, 0) < 0.5
          ? 'standupquiet'
          : i / all.length > random.next() * 1.25
            ? 'standupbusy'
            : 'standupdaily',
      at: at + 7.5 * hour,
      vars: { today: `${weekdayName(at)}, ${dateName(at)}` },
    }));
}

function weekly(days: readonly number[], random: Random): Due[] {
  const due: Due[] = [];
  let week = 0;
  for (const at of days) {
    const weekday = new Date(at).getUTCDay();
    if (weekday === 1) week++;
    if (liveliness(at, 0) < 0.5) continue;
    const add = (channel: string, pack: string, hours: number, cast?: Record<string, Person>) =>
      due.push({ channel, pack, at: at + hours * hour + random.int(0, 11 * 60) * 1000, cast });
    if (weekday === 1) {
      add('incidents', 'handover', 8.6);
      add('sales', 'salesweek', 7.7, { a: personByHandle('viktoria') });
      if (week % 2) add('leadership', 'agenda', 8.2, { a: personByHandle('ingrid') });
      if (week % 2) add('customer-brambles', 'bramblesweek', 8.9, { a: personByHandle('tamsin') });
    }
    if (weekday === 2 && new Date(at).getUTCDate() <= 7) add('incidents', 'incstats', 10);
    if (weekday === 4 && week % 4 === 2) add('general', 'allhands', 14.1);
    if (weekday === 5) add('general', week % 2 ? 'weekend' : 'demoday', 13.9);
    if (weekday === 3 && week % 6 === 3) add('book-club', 'booknight', 16.2);
    if (weekday === 2 && week % 13 === 5) add('announcements', 'quarter', 9, { a: personByHandle('ingrid') });
    if (weekday === 4) add('lunch', 'lunchcall', 9.6);
  }
  return due;
}

function trains(days: readonly number[]): Due[] {
  const due: Due[] = [];
  let train = 0;
  for (const at of days) {
    if (new Date(at).getUTCDay() !== 2 || Math.floor(at / day / 7) % 2) continue;
    const vars = { version: `5.${11 + train++}` };
    if (liveliness(at, 0) < 0.5) continue;
    due.push({ channel: 'releases', pack: 'train', at: at + 9.5 * hour, vars });
    due.push({ channel: 'deploys', pack: 'traindeploy', at: at + 9.9 * hour, vars });
    if (train % 3 === 0) due.push({ channel: 'announcements', pack: 'released', at: at + 14.2 * hour, vars });
  }
  return due;
}

function incidents(texts: Texts, days: readonly number[], random: Random): Due[] {
  const rows = texts.tables.get('inc')!;
  const minors = new Deck(
    rows.filter((row) => row.size === 'minor'),
    random,
  );
  const majors = new Deck(
    rows.filter((row) => row.size === 'major'),
    random,
  );
  const due: Due[] = [];
  const chosen = new Set<number>();
  while (chosen.size < 44) {
    const i = random.int(2, days.length - 1);
    if (random.chance(liveliness(days[i]!, 0.15) * (0.5 + (0.5 * i) / days.length))) chosen.add(i);
  }
  let number = 116;
  for (const [i, index] of [...chosen].sort((a, b) => a - b).entries()) {
    const hours = random.chance(0.1) ? 20 + 9 * random.next() : 6.6 + 9 * random.next();
    const at = days[index]! + Math.floor(hours * hour) + random.int(0, 50_000);
    const major = i === 9 || i === 24 || i === 36;
    const severity = major ? 'SEV1' : random.chance(0.35) ? 'SEV2' : 'SEV3';
    number += random.int(1, 2);
    const vars = { incident: `INC-${number}`, sev: severity, opened: clock(at), opendate: dateName(at) };
    const story = { vars, shared: new Map<string, string>(), rows: { inc: (major ? majors : minors).draw() } };
    due.push({ channel: 'alerts', pack: 'incalert', at: at - 4 * minute, ...story });
    due.push({
      channel: 'incidents',
      pack: major ? 'incmajor' : severity === 'SEV2' ? 'incident' : 'incsmall',
      at,
      ...story,
    });
    if (severity !== 'SEV3') {
      due.push({ channel: 'support', pack: 'incsupport', at: at + 9 * minute, ...story });
      due.push({ channel: 'incidents', pack: 'retro', at: workMorning(at + 2.2 * day, random), ...story });
    }
    if (random.chance(0.6)) due.push({ channel: 'deploys', pack: 'rollback', at: at + 22 * minute, ...story });
    if (major) due.push({ channel: 'general', pack: 'incgeneral', at: at + 16 * minute, ...story });
  }
  return due;
}

function workMorning(at: number, random: Random): number {
  let out = startOfDay(at);
  while (isWeekend(out)) out += day;
  return out + (9 + 3 * random.next()) * hour;
}

function arrivals(start: number): Due[] {
  return people.flatMap((person): Due[] => {
    const { from, until } = stayOf(person, start);
    const vars = {
      newname: person.name,
      newfirst: person.first,
      newtitle: person.title,
      newhandle: `@${person.handle}`,
    };
    const due: Due[] = [];
    const welcome = (channel: string, pack: string, by: string) =>
      due.push({ channel, pack, at: from + 1.6 * hour, vars, cast: { a: personByHandle(by), z: person } });
    if (person.handle === 'petra') welcome('customer-brambles', 'bramblesstart', 'tamsin');
    if (person.team === 'guest') return due;
    if (from > start) welcome('general', 'welcome', 'marisol');
    if (until !== null) due.push({ channel: 'general', pack: 'farewell', at: until - 4.8 * hour, cast: { a: person } });
    return due;
  });
}

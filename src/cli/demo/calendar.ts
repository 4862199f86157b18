// When people work: local working hours, quiet weekends and holidays. All times are milliseconds since 1970, and local
// time is UTC plus a person's fixed offset.
import type { Random } from './random.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

export const startOfDay = (at: number): number => Math.floor(at / day) * day;
const weekdayOf = (at: number): number => new Date(at).getUTCDay();
export const isWeekend = (at: number): boolean => weekdayOf(at) === 0 || weekdayOf(at) === 6;

/** How busy a UTC day is, about 1 for a Tuesday; `weekend` is the factor for a Saturday. */
export function liveliness(at: number, weekend: number): number {
  const date = new Date(at);
  const monthDay = (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
  const week = [weekend * 0.8, 0.95, 1.05, 1, 1, 0.75, weekend][date.getUTCDay()]!;
  if (monthDay === 1225 || monthDay === 1226 || monthDay === 101) return week * 0.03;
  if (monthDay >= 1222 || monthDay <= 102) return week * 0.3;
  return monthDay >= 722 && monthDay <= 818 ? week * 0.75 : week;
}

/** The hour of the day, with its fraction, at `offset` hours ahead of UTC. */
const localHour = (at: number, offset: number): number => (((at / hour + offset) % 24) + 24) % 24;

/** How likely a person `offset` hours ahead of UTC is at the keyboard: 1 in the core of the day, 0 at night. */
export function presence(at: number, offset: number, weekend: number): number {
  const h = localHour(at, offset);
  const off = isWeekend(at + offset * hour) ? weekend : 1;
  if (h >= 9 && h < 17.5) return off;
  if (h >= 8 && h < 19) return 0.35 * off;
  return (h >= 7 && h < 22.5 ? 0.02 : 0) * off + (off < 1 && h >= 9 && h < 21 ? 0.1 * off : 0);
}

/** A random time on the UTC day `at` at which a person at this offset would begin a conversation. */
export function workingMoment(at: number, offset: number, random: Random): number {
  const x = random.next();
  const local = x < 0.5 ? 8.6 + 3.2 * random.next() : x < 0.95 ? 13 + 4.6 * random.next() : 11.8 + 8 * random.next();
  return startOfDay(at) + (local - offset) * hour;
}

/** The next time after `at` at which a person at this offset is at work again. */
export function nextPresence(at: number, offset: number, random: Random): number {
  let local = at + offset * hour;
  const h = localHour(at, offset);
  if (h >= 18) local += day;
  local = startOfDay(local);
  while (isWeekend(local)) local += day;
  const morning = local + (8.5 + 1.8 * random.next()) * hour - offset * hour;
  return morning > at ? morning : at;
}

/** The time `count` working days after `at`, or before it when negative. */
export function workday(at: number, count: number): number {
  let out = at;
  for (let left = Math.abs(count); left > 0; ) {
    out += Math.sign(count) * day;
    if (!isWeekend(out)) left--;
  }
  return out;
}

export const clock = (at: number): string => new Date(at).toISOString().slice(11, 16);
export const weekdayName = (at: number): string => weekdays[weekdayOf(at)]!;
export const monthName = (at: number, ahead: number): string =>
  months[(((new Date(at).getUTCMonth() + ahead) % 12) + 12) % 12]!;
export const dateName = (at: number): string => `${new Date(at).getUTCDate()} ${monthName(at, 0)}`;
export const quarterName = (at: number, ahead: number): string =>
  `Q${((((Math.floor(new Date(at).getUTCMonth() / 3) + ahead) % 4) + 4) % 4) + 1}`;

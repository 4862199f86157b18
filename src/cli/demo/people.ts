// The fifty invented accounts of Pinewharf. Handles are unique, and no name refers to a real person.

import { day, hour, isWeekend } from './calendar.ts';

export type Team =
  | 'lead'
  | 'backend'
  | 'web'
  | 'mobile'
  | 'infra'
  | 'data'
  | 'qa'
  | 'design'
  | 'product'
  | 'support'
  | 'sales'
  | 'people'
  | 'guest'
  | 'bot';

export interface Person {
  handle: string;
  name: string;
  first: string;
  title: string;
  team: Team;
  /** Hours ahead of UTC. */
  offset: number;
  /** How much they write, about 1. */
  talk: number;
  voice: 'proper' | 'plain' | 'casual';
  role: 'OWNER' | 'ADMIN' | 'MEMBER' | 'GUEST';
  /** The day of the year on which they joined; 0 or less for those who had joined before. */
  joins: number;
  leaves: number | null;
}

/** The teams that write software. */
export const engineers: readonly Team[] = ['backend', 'web', 'mobile', 'infra', 'data', 'qa'];

// handle | name | title | team | offset | talk | voice | joins | leaves | role
const rows = `
ingrid | Ingrid Solvang | Co-founder and CEO | lead | 1 | 0.7 | proper | 0 | | OWNER
tomasz | Tomasz Wierzbinek | Co-founder and CTO | lead | 1 | 0.8 | plain | 0 | | ADMIN
adaeze | Adaeze Okwudili | VP Engineering | lead | 0 | 0.8 | proper | 0 | | ADMIN
renske | Renske Hooglander | Head of Operations | people | 1 | 0.8 | proper | 0 | | ADMIN
mbali | Mbali Zunguza | Staff Engineer | backend | 1 | 1.25 | plain | 0 | |
kenji | Kenji Morisato | Senior Backend Engineer | backend | 1 | 1.2 | casual | 0 | |
lucia | Lucía Barrenetxe | Senior Backend Engineer | backend | 0 | 1.3 | plain | 0 | |
pavel | Pavel Hrubesek | Backend Engineer | backend | 1 | 1.1 | casual | 0 | 251 |
farah | Farah Benkiran | Backend Engineer | backend | 0 | 1.2 | plain | 0 | |
oisin | Oisín Treanor-Daly | Backend Engineer | backend | 0 | 1.25 | casual | 33 | |
devika | Devika Ranganathan | Senior Backend Engineer | backend | 5.5 | 1.1 | proper | 0 | |
samir | Samir Haddouchi | Backend Engineer | backend | 1 | 1.1 | casual | 128 | |
noor | Noor van Diest | Frontend Lead | web | 1 | 1.3 | plain | 0 | |
elif | Elif Karagoz | Frontend Engineer | web | 1 | 1.1 | casual | 0 | |
marcus | Marcus Adeyemi-Holt | Senior Frontend Engineer | web | -5 | 1.1 | plain | 61 | |
joao | João Vilhena | Mobile Lead | mobile | 0 | 0.95 | plain | 0 | |
wanjiru | Wanjiru Kamatu | Android Engineer | mobile | 3 | 1.1 | plain | 0 | |
stellan | Stellan Öhrn | iOS Engineer | mobile | 1 | 1.05 | casual | 103 | |
gregor | Gregor Zwickl | Site Reliability Lead | infra | 1 | 1.15 | plain | 0 | |
aylin | Aylin Demirsoy | Site Reliability Engineer | infra | 1 | 1.2 | casual | 0 | |
ravi | Ravi Subbaraman | Site Reliability Engineer | infra | 5.5 | 1 | plain | 0 | |
nadia | Nadia Ferkoussi | Platform Engineer | infra | 0 | 1 | casual | 156 | |
yara | Yara Mansillo | Data Lead | data | 1 | 1.1 | proper | 0 | |
bence | Bence Halmosi | Data Engineer | data | 1 | 1 | casual | 0 | |
chidi | Chidi Umeh-Larsen | Machine Learning Engineer | data | 0 | 1 | plain | 0 | |
sofie | Sofie Brandsma-Roy | Data Analyst | data | 1 | 0.9 | plain | 89 | |
thabo | Thabo Lekgetho | QA Engineer | qa | 1 | 1.1 | plain | 0 | |
matteo | Matteo Quarantino | Head of Design | design | 1 | 1 | casual | 0 | |
anneke | Anneke Vos-Tillema | Product Designer | design | 1 | 1.1 | plain | 0 | |
ikram | Ikram El Fassiri | UX Researcher | design | 0 | 0.9 | proper | 75 | |
helena | Helena Prado-Nunes | Head of Product | product | -3 | 1 | proper | 0 | |
dylan | Dylan Castellane | Product Manager | product | -5 | 1 | casual | 0 | |
zofia | Zofia Krukowicz | Product Manager | product | 1 | 1.1 | plain | 0 | |
bram | Bram Oosterlink | Support Lead | support | 1 | 1.4 | plain | 0 | |
priscila | Priscila Tavares-Reis | Support Engineer | support | -3 | 1.2 | plain | 0 | |
femke | Femke Dijkstal | Support Specialist | support | 1 | 1.2 | casual | 0 | |
callum | Callum Treadway | Support Specialist | support | 0 | 1 | casual | 40 | 303 |
viktoria | Viktoria Lindqvarn | Head of Sales | sales | 1 | 0.9 | proper | 0 | |
jerome | Jérôme Castaingt | Account Executive | sales | 1 | 1 | casual | 0 | |
tamsin | Tamsin Ashgrove | Customer Success Manager | sales | 0 | 1.1 | plain | 47 | |
marisol | Marisol Quintavega | People Partner | people | 0 | 1 | plain | 0 | |
hendrik | Hendrik Poelmans | Finance Manager | people | 1 | 0.7 | proper | 0 | |
petra | Petra Sandhurst | Delivery Manager, Brambles Market | guest | 0 | 1.2 | proper | 66 | | GUEST
lowell | Lowell Finchley | IT Coordinator, Brambles Market | guest | 0 | 0.9 | plain | 66 | | GUEST
sanne | Sanne Kuiperink | Security Auditor (contract) | guest | 1 | 0.9 | proper | 140 | | GUEST
otto | Otto Reinholdt | Illustrator (contract) | guest | 1 | 0.9 | casual | 58 | 284 | GUEST
shipit | Shipit | Deploys and rollbacks | bot | 0 | 0 | plain | 0 | |
daybook | Daybook | Stand-ups and reminders | bot | 0 | 0 | plain | 0 | |
beacon | Beacon | Monitoring and paging | bot | 0 | 0 | plain | 0 | |
intake | Intake | Support tickets | bot | 0 | 0 | plain | 0 | |
`;

export const people: readonly Person[] = rows
  .trim()
  .split('\n')
  .map((row) => {
    const [handle, name, title, team, offset, talk, voice, joins, leaves, role] = row.split('|').map((x) => x.trim());
    return {
      handle: handle!,
      name: name!,
      first: name!.split(' ')[0]!,
      title: title!,
      team: team as Team,
      offset: Number(offset),
      talk: Number(talk),
      voice: voice as Person['voice'],
      role: (role || 'MEMBER') as Person['role'],
      joins: Number(joins),
      leaves: leaves ? Number(leaves) : null,
    };
  });

const byHandle = new Map(people.map((person) => [person.handle, person]));

/** The person with that handle. Throws when there is none, which is a mistake in the demo's texts. */
export function personByHandle(handle: string): Person {
  const person = byHandle.get(handle);
  if (!person) throw new Error(`The demo has no person with the handle @${handle}.`);
  return person;
}

/** 08:00 UTC on the day `count` days after `start`, or on the next working day. */
export function morningOf(start: number, count: number): number {
  let at = Math.floor(start / day) * day + count * day;
  while (isWeekend(at)) at += day;
  return at + 8 * hour;
}

/** When a person joins and leaves, in the year that begins at `start`: both on working days. */
export function stayOf(person: Person, start: number): { from: number; until: number | null } {
  return {
    from: person.joins > 0 ? morningOf(start, person.joins) : start,
    until: person.leaves === null ? null : morningOf(start, person.leaves) + 7 * hour,
  };
}

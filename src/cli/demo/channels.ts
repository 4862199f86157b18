// The thirty channels: their members, their numbers of messages, and the packs of scenes that fill them.
// The sizes add up to exactly 20,000, which a test checks.
import type { ImportedChannel } from '../../features/imports/model.ts';

export interface ChannelSpec {
  key: string;
  /** Null for a direct channel. */
  name: string | null;
  topic: string;
  purpose: string;
  kind: ImportedChannel['kind'];
  privacy: ImportedChannel['privacy'];
  /** The days of the year on which it was created and archived. */
  created: number;
  archived: number | null;
  createdBy: string;
  /** Teams and @handles, each with how much they write here: `backend:1 @ingrid:0.1`. */
  members: string;
  admins: readonly string[];
  size: number;
  /** How much is written on a Saturday, compared with a Tuesday. */
  weekend: number;
  /** The share of conversations outside threads, among those that could be either. */
  flat: number;
  /** The packs that fill the channel, with their weights. */
  packs: Readonly<Record<string, number>>;
}

const everybody = 'lead:0.5 backend:1 web:1 mobile:1 infra:1 data:1 qa:1 design:1 product:1 support:1 sales:1 people:1';
const builders = 'backend:1.2 web:0.8 mobile:0.35 infra:0.9 data:0.4 qa:0.7';

function text(
  name: string,
  size: number,
  topic: string,
  purpose: string,
  members: string,
  packs: ChannelSpec['packs'],
  more: Partial<ChannelSpec> = {},
): ChannelSpec {
  return {
    key: name,
    name,
    topic,
    purpose,
    members,
    size,
    packs,
    kind: 'TEXT',
    privacy: 'PUBLIC',
    created: 0,
    archived: null,
    createdBy: 'renske',
    admins: ['renske'],
    weekend: 0.03,
    flat: 0.78,
    ...more,
  };
}

function direct(
  key: string,
  size: number,
  handles: string[],
  packs: ChannelSpec['packs'],
  created: number,
): ChannelSpec {
  return {
    key,
    name: null,
    topic: '',
    purpose: '',
    members: handles.map((handle) => `@${handle}:1`).join(' '),
    size,
    packs,
    kind: 'DIRECT',
    privacy: 'PRIVATE',
    created,
    archived: null,
    createdBy: handles[0]!,
    admins: [],
    weekend: 0.05,
    flat: 1,
  };
}

export const channels: readonly ChannelSpec[] = [
  text(
    'general',
    1560,
    'Everybody is here. Thread long conversations.',
    'Company-wide talk that is not an announcement',
    `${everybody} @daybook:0`,
    { office: 5, kudos: 3, question: 4, poll: 0.25, small: 4, milestone: 1.5 },
    { createdBy: 'ingrid', admins: ['ingrid', 'renske'] },
  ),
  text(
    'announcements',
    120,
    'One post, one subject. Questions go into the thread.',
    'What everybody should know',
    everybody,
    { notice: 1 },
    {
      kind: 'ANNOUNCEMENT',
      createdBy: 'ingrid',
      admins: ['ingrid', 'tomasz', 'adaeze', 'renske', 'helena'],
      weekend: 0,
      flat: 0,
    },
  ),
  text(
    'engineering',
    4760,
    'How we build it. Incidents belong in #incidents, deploys in #deploys.',
    'Questions, reviews, proposals and shop talk of engineering',
    `${builders} lead:0.35 product:0.1 design:0.06 support:0.1`,
    {
      bug: 5,
      review: 4,
      howto: 5,
      debate: 1.4,
      tooling: 3.2,
      til: 2.4,
      psa: 2.2,
      perf: 2,
      flaky: 1.4,
      link: 1.6,
      pairing: 1.8,
      shipped: 1.6,
      chatter: 2,
    },
    { createdBy: 'tomasz', admins: ['adaeze', 'tomasz'] },
  ),
  text(
    'incidents',
    1200,
    'One thread per incident. Lead, facts, times in UTC. Guesses are fine if you say so.',
    'Coordination while something is broken, and what we learned from it',
    `${builders} lead:0.3 support:0.4 product:0.15 @beacon:0`,
    { oncall: 1 },
    { createdBy: 'gregor', admins: ['gregor', 'adaeze'], weekend: 0.2 },
  ),
  text(
    'deploys',
    1400,
    'Production deploys. If you shipped it, you watch it.',
    'What goes to production, and when',
    `${builders} lead:0.1 product:0.05 @shipit:0`,
    { deploy: 1 },
    { createdBy: 'gregor', admins: ['gregor'], weekend: 0.02 },
  ),
  text(
    'alerts',
    560,
    'Acknowledge with a reply, not with hope.',
    'Monitoring speaks here; a person answers',
    'infra:1.5 backend:0.7 data:0.2 mobile:0.1 web:0.1 @adaeze:0.05 @beacon:0',
    { alert: 1 },
    { createdBy: 'gregor', admins: ['gregor'], weekend: 0.45 },
  ),
  text(
    'support',
    1450,
    'Escalations from customers. Always give the case number and the store.',
    'Support asks, product and engineering answer',
    'support:2.4 backend:0.5 web:0.4 mobile:0.4 infra:0.2 data:0.2 product:0.5 qa:0.3 @tamsin:0.4 @adaeze:0.1 @intake:0',
    { escalation: 5, supportbug: 3, macro: 1.3, intake: 1.6, trend: 0.6 },
    { createdBy: 'bram', admins: ['bram'], weekend: 0.12 },
  ),
  text(
    'standup',
    1700,
    'Write when your day begins. Short is good.',
    'Asynchronous stand-up of product engineering',
    'backend:1 web:1 mobile:1 infra:0.8 data:0.7 qa:1 @zofia:0.5 @daybook:0',
    { standupaside: 1 },
    { createdBy: 'adaeze', admins: ['adaeze'], weekend: 0 },
  ),
  text(
    'releases',
    420,
    'A train every second Tuesday at 09:30 UTC.',
    'Release trains, notes, go and no-go',
    `${builders} product:0.7 support:0.5 lead:0.2 design:0.1 sales:0.15 @shipit:0`,
    { releasetalk: 1 },
    { createdBy: 'thabo', admins: ['thabo', 'zofia'], weekend: 0 },
  ),
  text(
    'design',
    740,
    'Show early. Say what kind of feedback you want.',
    'Work in progress, critique, research',
    'design:2.2 web:0.6 product:0.8 mobile:0.3 @bram:0.2 @otto:0.7 @ingrid:0.1',
    { critique: 5, designask: 3, research: 2, designsmall: 2 },
    { createdBy: 'matteo', admins: ['matteo'] },
  ),
  text(
    'product',
    680,
    'Why before what.',
    'Discovery, scope, priorities',
    'product:2.2 design:0.6 lead:0.4 backend:0.2 web:0.3 mobile:0.3 data:0.3 support:0.4 sales:0.5',
    { scope: 4, insight: 3, prioritise: 2, productask: 2 },
    { createdBy: 'helena', admins: ['helena'] },
  ),
  text(
    'data',
    620,
    'Numbers with their caveats.',
    'Analysis, pipelines and the ETA model',
    'data:2.4 product:0.5 backend:0.3 support:0.2 sales:0.3 lead:0.2 infra:0.1',
    { dataask: 4, pipeline: 3, model: 2.5, finding: 2 },
    { createdBy: 'yara', admins: ['yara'] },
  ),
  text(
    'courier-app',
    560,
    'Android and iOS. Say which build.',
    'The app that couriers carry',
    'mobile:2.6 qa:1 @anneke:0.5 @zofia:0.5 @farah:0.4 @femke:0.4 @priscila:0.3',
    { mobilebug: 5, appbuild: 2.5, mobileask: 3 },
    { createdBy: 'joao', admins: ['joao'], weekend: 0.05 },
  ),
  text(
    'random',
    980,
    'Anything goes, kindly.',
    'Everything that is not work',
    everybody,
    { banter: 6, debateclub: 0.6, recommend: 2, oddity: 3 },
    { weekend: 0.22 },
  ),
  text(
    'lunch',
    300,
    'Rotterdam, 12:15 at the stairs.',
    'Who eats what, where',
    '@ingrid:0.3 @tomasz:0.6 @renske:1 @mbali:1 @kenji:1.4 @pavel:1 @samir:1 @noor:1 @elif:1.2 @gregor:1 @aylin:1 @yara:0.8 @bence:1 @sofie:1 @thabo:1 @matteo:1.2 @anneke:1 @zofia:1 @bram:1.2 @femke:1.2 @hendrik:0.5 @jerome:1.2 @stellan:0.7',
    { lunch: 1 },
    { createdBy: 'kenji', admins: ['kenji'], weekend: 0 },
  ),
  text(
    'book-club',
    210,
    'No spoilers outside threads.',
    'One book every six weeks or so',
    '@lucia:1.3 @devika:1.2 @marisol:1.4 @ikram:1 @hendrik:1 @adaeze:0.8 @chidi:1 @anneke:1.1 @priscila:0.9 @tamsin:1 @yara:0.9 @oisin:1',
    { books: 1 },
    { createdBy: 'marisol', admins: ['marisol'], weekend: 0.35 },
  ),
  text(
    'pets',
    190,
    'Pictures, please.',
    'Animals of Pinewharf',
    '@femke:1.5 @aylin:1.2 @elif:1 @wanjiru:1 @dylan:1.1 @priscila:1 @tamsin:1 @oisin:1 @gregor:0.7 @sofie:1 @marcus:0.9 @renske:0.6 @callum:1',
    { pets: 1 },
    { createdBy: 'femke', admins: ['femke'], weekend: 0.6 },
  ),
  text(
    'running',
    170,
    'All paces.',
    'Runs, races, sore knees',
    '@thabo:1.3 @wanjiru:1.3 @bence:1 @noor:1.1 @adaeze:0.7 @joao:1 @viktoria:0.9 @samir:1 @nadia:1 @hendrik:0.6',
    { running: 1 },
    { createdBy: 'thabo', admins: ['thabo'], weekend: 0.9, created: 12 },
  ),
  text(
    'sales',
    430,
    'Pipeline every Monday.',
    'Deals, demos, renewals',
    'sales:2.4 @ingrid:0.5 @helena:0.5 @dylan:0.5 @hendrik:0.5 @bram:0.3 @lucia:0.1 @yara:0.2',
    { deal: 4, demo: 2, salesask: 3 },
    { createdBy: 'viktoria', admins: ['viktoria'] },
  ),
  text(
    'it-help',
    230,
    'Say what you see, and on which machine.',
    'Laptops, accounts, doors, printers',
    `${everybody} infra:1.5 @renske:2.5`,
    { ithelp: 1 },
    { admins: ['renske', 'nadia'] },
  ),
  text(
    'hiring',
    260,
    'Candidates are people: first names only, nothing outside this channel.',
    'Open roles, interviews, decisions',
    '@marisol:2.6 @adaeze:1.3 @tomasz:0.5 @mbali:0.9 @noor:0.9 @gregor:0.9 @yara:0.7 @joao:0.7 @matteo:0.6 @bram:0.7 @ingrid:0.4 @lucia:0.5',
    { hiring: 1 },
    { privacy: 'PRIVATE', createdBy: 'marisol', admins: ['marisol'] },
  ),
  text(
    'leadership',
    200,
    'Mondays 10:00 UTC, notes in the thread.',
    'Running the company',
    '@ingrid:1.3 @tomasz:1 @adaeze:1.2 @renske:1.1 @helena:1 @viktoria:0.9 @hendrik:0.8',
    { leadership: 1 },
    { privacy: 'PRIVATE', createdBy: 'ingrid', admins: ['ingrid'] },
  ),
  text(
    'security',
    220,
    'Report first, judge later.',
    'Findings, audits, hardening',
    'infra:1.4 @tomasz:0.6 @mbali:1 @devika:0.9 @marcus:0.5 @thabo:0.5 @sanne:1.4',
    { security: 1 },
    { privacy: 'PRIVATE', createdBy: 'gregor', admins: ['gregor', 'tomasz'], created: 20 },
  ),
  text(
    'customer-brambles',
    270,
    'Shared with Brambles Market. They can read everything here.',
    'Rollout and daily running at Brambles Market',
    '@tamsin:1.6 @petra:1.6 @lowell:1.1 @bram:0.8 @zofia:0.8 @farah:0.5 @priscila:0.4 @viktoria:0.2',
    { brambles: 1 },
    { privacy: 'PRIVATE', createdBy: 'tamsin', admins: ['tamsin'], created: 64 },
  ),
  text(
    'project-slipway',
    220,
    'Moving routing off the old cluster. Done, archived.',
    'The migration of the routing engine to the new cluster',
    'infra:1.5 @tomasz:0.4 @mbali:1.2 @kenji:1 @devika:1 @lucia:0.6 @zofia:0.4 @thabo:0.5',
    { slipway: 1 },
    { createdBy: 'gregor', admins: ['gregor'], created: 8, archived: 262 },
  ),
  direct('dm-gregor-aylin', 130, ['gregor', 'aylin'], { dm: 1, dmops: 2 }, 5),
  direct('dm-bram-femke', 110, ['bram', 'femke'], { dm: 1, dmsupport: 2 }, 2),
  direct('dm-helena-zofia', 90, ['helena', 'zofia'], { dmremote: 1, dmproduct: 1.6 }, 9),
  direct('dm-lunch-plotters', 120, ['kenji', 'elif', 'samir', 'matteo'], { dmgroup: 1 }, 131),
  direct('dm-offsite', 100, ['marisol', 'renske', 'tamsin', 'joao'], { dmoffsite: 1 }, 150),
];

// What was attempted, what was acknowledged, and what each subscriber saw: kept outside the servers, and checked at the
// end. Every attempt has a key that is part of what is written, so an observation names its attempt.

export type Kind = 'message' | 'edit' | 'reaction';

export interface Attempt {
  readonly key: string;
  readonly kind: Kind;
  readonly channelId: string;
  /** Whether it has a key with which it may be repeated. */
  readonly keyed: boolean;
  acknowledged: boolean;
  /** A request for it got no response: it may be done once more, later. */
  unanswered: boolean;
}

/** An event as a client reads it. */
export interface SeenEvent {
  __typename: string;
  cursor: string | null;
  at: string;
  message?: { id: string; body: string };
  emoji?: string;
  user?: { id: string };
}

export interface Report {
  /** Acknowledged, and never seen by a subscriber that was there to the end. */
  lost: number;
  /** A number skipped: each stream's are dense, and every kind of change in a channel has an event. */
  gaps: number;
  /** The same cursor twice at one subscriber. */
  duplicate: number;
  /** A cursor that goes back. */
  reordered: number;
  /** Seen and never attempted, or not in that channel. */
  phantom: number;
  /** One key, more than one message. */
  doubled: number;
  /** The first of each, in words. */
  details: string[];
}

/** The figures of a report, which all must be 0. */
export const faultsOf = ({ lost, gaps, duplicate, reordered, phantom, doubled }: Report) => ({
  ...{ lost, gaps, duplicate, reordered, phantom, doubled },
});

export const messageBody = (key: string, revision: number) => `${key} revision ${revision}`;
export const editKey = (message: string, revision: number) => `${message}/${revision}`;
export const reactionKey = (message: string, emoji: string, userId: string) => `${message} ${emoji} ${userId}`;

function readBody(body: string): { key: string; revision: number } | null {
  const match = /^(\S+) revision (\d+)$/.exec(body);
  return match && { key: match[1]!, revision: Number(match[2]) };
}

/** The position of a cursor in its stream. Opaque for clients; the checker decodes it. */
export function numberOf(cursor: string): number {
  return Number.parseInt(Buffer.from(cursor, 'base64url').toString('latin1'), 10);
}

/** What one subscriber saw of one channel. */
export class View {
  readonly name: string;
  readonly channelId: string;
  /** The keys of what it has seen, as events or in a snapshot. */
  readonly seen = new Set<string>();
  /** The ids of the messages that were sent under a key. */
  readonly messages = new Map<string, Set<string>>();
  readonly problems: { kind: 'gaps' | 'duplicate' | 'reordered'; text: string }[] = [];
  #cursors = new Set<string>();
  /** The number of the last event, or of the snapshot. */
  last = 0;
  events = 0;
  /** From the change's moment to its arrival, in milliseconds; both clocks are this machine's. */
  readonly delays: number[] = [];

  constructor(name: string, channelId: string) {
    this.name = name;
    this.channelId = channelId;
  }

  /** It starts over from a cursor: what comes again after this is no duplicate. */
  restart(cursor: string): void {
    this.last = numberOf(cursor);
    this.#cursors = new Set();
  }

  observe(event: SeenEvent): void {
    this.events++;
    const cursor = event.cursor!;
    const number = numberOf(cursor);
    const at = `${event.__typename} ${number} after ${this.last}`;
    if (this.#cursors.has(cursor)) this.problems.push({ kind: 'duplicate', text: at });
    else if (number <= this.last) this.problems.push({ kind: 'reordered', text: at });
    else if (number > this.last + 1) this.problems.push({ kind: 'gaps', text: at });
    this.#cursors.add(cursor);
    this.last = Math.max(this.last, number);
    this.delays.push(Date.now() - Date.parse(event.at));
    this.#note(event);
  }

  #note({ __typename, message, emoji, user }: SeenEvent): void {
    const body = message && readBody(message.body);
    if (!message) return;
    if (!body) return void this.seen.add(`unreadable: ${message.body}`);
    if (__typename === 'MessageSent') this.hold(body.key, message.id);
    // Events show the message in its current state, so an edit may show a later one; the later one implies it.
    if (body.revision > 0) this.#edited(body.key, body.revision);
    if (__typename === 'ReactionAdded') this.seen.add(reactionKey(body.key, emoji!, user!.id));
  }

  /** A message that a snapshot shows. */
  absorb(message: { id: string; body: string; reactions: { emoji: string; users: { nodes: { id: string }[] } }[] }) {
    const body = readBody(message.body);
    if (!body) return void this.seen.add(`unreadable: ${message.body}`);
    this.hold(body.key, message.id);
    this.#edited(body.key, body.revision);
    for (const { emoji, users } of message.reactions)
      for (const { id } of users.nodes) this.seen.add(reactionKey(body.key, emoji, id));
  }

  hold(key: string, id: string): void {
    this.seen.add(key);
    const ids = this.messages.get(key);
    if (ids) ids.add(id);
    else this.messages.set(key, new Set([id]));
  }

  #edited(key: string, revision: number): void {
    for (let one = revision; one > 0 && !this.seen.has(editKey(key, one)); one--) this.seen.add(editKey(key, one));
  }
}

export class Ledger {
  readonly attempts = new Map<string, Attempt>();
  readonly views: View[] = [];
  /** How requests went. */
  readonly requests = { sent: 0, answered: 0, acknowledged: 0, abandoned: 0 };
  /** How often a request failed for which reason. */
  readonly failures = new Map<string, number>();
  /** How long each write took until it was acknowledged, repeats included, in milliseconds. */
  readonly waits: number[] = [];
  /** What a client did not expect and what is no loss: final close codes, masked errors, deaths. */
  readonly surprises: string[] = [];

  attempt(attempt: Omit<Attempt, 'acknowledged' | 'unanswered'>): Attempt {
    const kept = { ...attempt, acknowledged: false, unanswered: false };
    this.attempts.set(attempt.key, kept);
    return kept;
  }

  view(name: string, channelId: string): View {
    const view = new View(name, channelId);
    this.views.push(view);
    return view;
  }

  failed(reason: string): void {
    this.failures.set(reason, (this.failures.get(reason) ?? 0) + 1);
  }

  surprise(text: string): void {
    this.surprises.push(text);
  }

  /** Checks the run; `stored` are the messages that the database has in the end. */
  judge(stored: readonly { id: string; body: string; channelId: string }[]): Report {
    const report: Report = { lost: 0, gaps: 0, duplicate: 0, reordered: 0, phantom: 0, doubled: 0, details: [] };
    const count = (kind: Exclude<keyof Report, 'details'>, text: string) => {
      report[kind]++;
      if (report[kind] <= 10) report.details.push(`${kind}: ${text}`);
    };
    const truth = new View('the database', '');
    for (const { id, body } of stored) truth.absorb({ id, body, reactions: [] });
    for (const view of [truth, ...this.views]) {
      for (const { kind, text } of view.problems) count(kind, `${view.name}: ${text}`);
      for (const [key, ids] of view.messages) if (ids.size > 1) count('doubled', `${view.name}: ${key} × ${ids.size}`);
      for (const key of view.seen) {
        const attempt = this.attempts.get(key);
        if (!attempt) count('phantom', `${view.name}: ${key}`);
        else if (view !== truth && attempt.channelId !== view.channelId)
          count('phantom', `${view.name}: ${key} strayed`);
      }
    }
    const byChannel = new Map<string, View[]>();
    for (const view of this.views) byChannel.set(view.channelId, [...(byChannel.get(view.channelId) ?? []), view]);
    for (const { key, kind, channelId, acknowledged } of this.attempts.values()) {
      if (!acknowledged) continue;
      if (kind !== 'reaction' && !truth.seen.has(key)) count('lost', `the database: ${key}`);
      for (const view of byChannel.get(channelId) ?? []) if (!view.seen.has(key)) count('lost', `${view.name}: ${key}`);
    }
    return report;
  }
}

/** The value below which this share of the numbers lies; 0 of none. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

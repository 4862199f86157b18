// A writer: sends, edits its own messages and reacts to others', and repeats each under its key until it is
// acknowledged. Now and then it does not wait for the response.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../src/cli/demo/random.ts';
import { type Balancer, call, isPassing, type Json } from './calls.ts';
import { type Attempt, editKey, type Ledger, messageBody, reactionKey } from './ledger.ts';

const send = `mutation ($channelId: ID!, $body: String!, $key: String) {
  sendMessage(input: { channelId: $channelId, body: $body, clientMessageId: $key }) { message { id } }
}`;
const edit = `mutation ($messageId: ID!, $body: String!) {
  editMessage(input: { messageId: $messageId, body: $body }) { message { id } }
}`;
const react = `mutation ($messageId: ID!, $emoji: String!) {
  addReaction(input: { messageId: $messageId, emoji: $emoji }) { message { id } }
}`;
const emoji = ['👍', '🎉', '👀', '🚀', '❤️', '✅', '😄', '🙏'];

interface Sent {
  key: string;
  id: string;
  channelId: string;
  revision: number;
}

export interface WriterOptions {
  name: string;
  userId: string;
  token: string;
  channels: readonly string[];
  /** A channel where every message must be refused, beside those sent elsewhere. */
  archived: string;
  balancer: Balancer;
  ledger: Ledger;
  random: Random;
  /** The shares of messages and edits among all writes; the rest are reactions. */
  mix?: { send: number; edit: number };
  /** The share of requests whose response is not awaited. */
  abandon?: number;
}

/** What was written lately, for others to react to. */
export const recent: Sent[] = [];

export class Writer {
  readonly #options: WriterOptions;
  readonly #own: Sent[] = [];
  #count = 0;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** Writes one thing and waits until it is acknowledged; false when it never was. */
  async write(): Promise<boolean> {
    const { random, mix = { send: 0.6, edit: 0.15 } } = this.#options;
    const draw = random.next();
    const own = this.#own.at(-random.int(1, 10));
    if (draw < mix.send || !recent.length) return this.#send();
    if (draw < mix.send + mix.edit) return own ? this.#edit(own) : this.#send();
    return this.#react(recent[recent.length - random.int(1, Math.min(40, recent.length))]!);
  }

  async #send(): Promise<boolean> {
    const { name, channels, random, ledger } = this.#options;
    const channelId = channels[random.int(0, channels.length - 1)]!;
    const key = `${name}-${++this.#count}`;
    if (random.chance(0.1)) void this.#sendWhereRefused(`${key}-refused`);
    const attempt = ledger.attempt({ key, kind: 'message', channelId, keyed: random.chance(0.9) });
    const variables = { channelId, body: messageBody(key, 0), key: attempt.keyed ? key : null };
    const data = await this.#insist(attempt, send, variables);
    if (!data) return false;
    const sent = { key, id: data.sendMessage.message.id as string, channelId, revision: 0 };
    this.#own.push(sent);
    recent.push(sent);
    if (recent.length > 1_000) recent.splice(0, 500);
    return true;
  }

  /** Sends what must be refused: it is not among the attempts, so it is a phantom wherever it appears. */
  async #sendWhereRefused(key: string): Promise<void> {
    const { archived, balancer, token, ledger, name } = this.#options;
    const variables = { channelId: archived, body: messageBody(key, 0), key };
    const outcome = await call(balancer.next(), { token, query: send, variables });
    if (outcome.kind === 'data') ledger.surprise(`${name}: ${key} was taken by an archived channel`);
    if (outcome.kind === 'error' && !isPassing(outcome.code) && outcome.code !== 'CONFLICT') {
      ledger.surprise(`${name}: ${key} was refused with ${outcome.code} ${outcome.message}`);
    }
  }

  async #edit(sent: Sent): Promise<boolean> {
    const revision = ++sent.revision;
    const key = editKey(sent.key, revision);
    const attempt = this.#options.ledger.attempt({ key, kind: 'edit', channelId: sent.channelId, keyed: true });
    const data = await this.#insist(attempt, edit, { messageId: sent.id, body: messageBody(sent.key, revision) });
    // A write without a response may still be done, by an instance that was frozen: over a later edit, which would look
    // lost.
    if (attempt.unanswered) this.#own.splice(this.#own.indexOf(sent), 1);
    return !!data;
  }

  async #react({ key: message, id, channelId }: Sent): Promise<boolean> {
    const { random, ledger, userId } = this.#options;
    const one = emoji[random.int(0, emoji.length - 1)]!;
    const key = reactionKey(message, one, userId);
    const attempt = ledger.attempts.get(key) ?? ledger.attempt({ key, kind: 'reaction', channelId, keyed: true });
    return !!(await this.#insist(attempt, react, { messageId: id, emoji: one }));
  }

  /** Repeats until it is acknowledged, for at most a minute; a write without a key is sent once. */
  async #insist(attempt: Attempt, query: string, variables: object): Promise<Json> {
    const { balancer, token, ledger, random, name, abandon = 0.02 } = this.#options;
    const { requests } = ledger;
    const began = Date.now();
    while (Date.now() < began + 60_000) {
      const abandoned = attempt.keyed && random.chance(abandon);
      const origin = balancer.next();
      const timeoutMs = abandoned ? random.int(2, 30) : 2_000;
      const outcome = await call(origin, { token, query, variables, timeoutMs });
      if (abandoned && outcome.kind === 'silence') requests.abandoned++;
      else {
        requests.sent++;
        if (outcome.kind !== 'silence') requests.answered++;
      }
      if (outcome.kind === 'data') {
        requests.acknowledged++;
        ledger.waits.push(Date.now() - began);
        attempt.acknowledged = true;
        return outcome.data;
      }
      if (outcome.kind === 'silence') attempt.unanswered = true;
      if (outcome.kind === 'silence' && !abandoned) balancer.suspect(origin);
      if (!abandoned) ledger.failed(outcome.kind === 'error' ? outcome.code : outcome.reason);
      if (outcome.kind === 'error' && !isPassing(outcome.code)) {
        ledger.surprise(`${name}: ${outcome.code} ${outcome.message}`);
        if (outcome.code !== 'INTERNAL_SERVER_ERROR') return null;
      }
      if (!attempt.keyed) return null;
      await sleep(random.int(5, 100));
    }
    ledger.surprise(`${name}: ${attempt.key} was not acknowledged in a minute`);
    return null;
  }
}

// A line that many wait in, served in turns: one of each workspace after the other, and within a workspace one of each
// client. Who stands in it a thousand times waits for their own, and others do not.

/** On whose account something is done. */
export interface Requester {
  /** The workspace; '' for those who are not signed in. */
  readonly workspace: string;
  /** The token, or the address of those who have none. */
  readonly client: string;
}

/** The items of one client, in their order; those before `head` have been taken. */
interface Own<Item> {
  readonly requester: Requester;
  readonly items: Item[];
  head: number;
}

export class RoundRobinQueue<Item> {
  // Maps keep their order: the first is next, and whoever was served goes to the end.
  readonly #workspaces = new Map<string, Map<string, Own<Item>>>();
  /** How many items wait. */
  length = 0;

  push(requester: Requester, item: Item): void {
    let clients = this.#workspaces.get(requester.workspace);
    if (!clients) {
      clients = new Map();
      this.#workspaces.set(requester.workspace, clients);
    }
    const own = clients.get(requester.client);
    if (own) own.items.push(item);
    else clients.set(requester.client, { requester, items: [item], head: 0 });
    this.length++;
  }

  /** Takes the next item of those clients that may; undefined when there is none. */
  take(may: (requester: Requester) => boolean = () => true): Item | undefined {
    for (const clients of this.#workspaces.values()) {
      for (const own of clients.values()) if (may(own.requester)) return this.#takeFrom(clients, own);
    }
    return undefined;
  }

  /** Takes every item that has come to its client's turn and is to go. */
  *takeWhile(goes: (item: Item) => boolean): Generator<Item> {
    for (const clients of [...this.#workspaces.values()]) {
      for (const own of [...clients.values()]) {
        while (own.head < own.items.length && goes(own.items[own.head]!)) yield this.#takeFrom(clients, own);
      }
    }
  }

  /** How many are served before an item that this account would add now, where all take turns. */
  ahead({ workspace, client }: Requester): number {
    const clients = this.#workspaces.get(workspace);
    const own = clients?.get(client);
    const waiting = own ? own.items.length - own.head : 0;
    const rivals = (clients?.size ?? 0) + (own ? 0 : 1);
    const workspaces = this.#workspaces.size + (clients ? 0 : 1);
    return Math.min(this.length, (waiting + 1) * rivals * workspaces - 1);
  }

  #takeFrom(clients: Map<string, Own<Item>>, own: Own<Item>): Item {
    const { workspace, client } = own.requester;
    const item = own.items[own.head++]!;
    this.length--;
    clients.delete(client);
    this.#workspaces.delete(workspace);
    if (own.head < own.items.length) {
      // A long line is not moved up at each turn.
      if (own.head >= 100) {
        own.items.splice(0, own.head);
        own.head = 0;
      }
      clients.set(client, own);
    }
    if (clients.size) this.#workspaces.set(workspace, clients);
    return item;
  }
}

// A queue that serves workspaces in turn, and the clients of each workspace in turn. A client with a thousand items
// waits for its own, and others do not wait for it.

/** Who sends a request: the key for fair queueing. */
export interface Requester {
  /** The workspace; '' without a signed-in viewer. */
  readonly workspace: string;
  /** The token; the address without one. */
  readonly client: string;
}

/** The items of one client, in order; those before `head` have been taken. */
interface Own<Item> {
  readonly requester: Requester;
  readonly items: Item[];
  head: number;
}

export class RoundRobinQueue<Item> {
  // Maps keep their order: the first entry is next, and after its turn each moves to the end.
  readonly #workspaces = new Map<string, Map<string, Own<Item>>>();
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

  /** Takes the next item of a client that `may` accepts; undefined when there is none. */
  take(may: (requester: Requester) => boolean = () => true): Item | undefined {
    for (const clients of this.#workspaces.values()) {
      for (const own of clients.values()) if (may(own.requester)) return this.#takeFrom(clients, own);
    }
    return undefined;
  }

  /** Takes items from the front of each client's queue as long as `goes` accepts them. */
  *takeWhile(goes: (item: Item) => boolean): Generator<Item> {
    for (const clients of [...this.#workspaces.values()]) {
      for (const own of [...clients.values()]) {
        while (own.head < own.items.length && goes(own.items[own.head]!)) yield this.#takeFrom(clients, own);
      }
    }
  }

  /** How many items are served before one that this requester would add now, if all take turns. */
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
      // Removing each item from the front would move a long array every time.
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

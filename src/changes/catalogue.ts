// The kinds of changes. Each feature declares its own in `changes.ts`: the payload, and what such a change revokes. The
// engine relies on this catalogue only, so no module outside the features names a kind.
import type { Change } from '../lib/changes.ts';
import { streamTag, workspaceTag } from '../lib/tags.ts';

/** What a change revokes. */
export type Revocation =
  /** The token is no longer valid: sessions that use it end. */
  | { readonly endsToken: string }
  /** The user is deactivated: all their sessions end. */
  | { readonly endsUser: string }
  /** The user's role has changed: their sessions start again. */
  | { readonly changesUser: string }
  /** The user may see less than before. */
  | { readonly narrowsUser: string }
  /** Everyone in the workspace may see less than before. */
  | { readonly narrowsWorkspace: true };

export interface ChangeKindOptions<Data> {
  /** What a change of this kind revokes; null when this one revokes nothing. */
  revokes?(data: Data): Revocation | null;
  /** Topics of earlier features that it invalidates in the whole workspace: their loaders cannot name this kind. */
  invalidates?: readonly Topic[];
}

/** Something in a workspace that responses depend on, named by the feature whose loaders read it. */
export class Topic {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/**
 * A kind of changes, with the type of its payload. It is a topic itself, and a change invalidates the topic of its
 * kind.
 */
export class ChangeKind<Data extends object = object> extends Topic {
  readonly invalidates: readonly Topic[];
  readonly #options: ChangeKindOptions<Data>;

  constructor(name: string, options: ChangeKindOptions<Data> = {}) {
    super(name);
    this.invalidates = options.invalidates ?? [];
    this.#options = options;
  }

  /** The change with this kind's payload; null when it is of another kind. */
  of<Any extends Pick<Change, 'kind' | 'data'>>(change: Any): (Any & { readonly data: Data }) | null {
    return change.kind === this.name ? (change as unknown as Any & { readonly data: Data }) : null;
  }

  /** A change of this kind in a stream, ready to be recorded. */
  in(stream: string, data: Data): Change {
    return { stream, kind: this.name, data: data as Change['data'] };
  }

  revocation(data: object): Revocation | null {
    return this.#options.revokes?.(data as Data) ?? null;
  }
}

/** All kinds that the features declare. Throws when two have the same name. */
export class ChangeCatalogue {
  readonly #kinds = new Map<string, ChangeKind>();

  constructor(kinds: Iterable<ChangeKind>) {
    for (const kind of kinds) {
      if (!/^[a-z]+\.[a-z][A-Za-z]*$/.test(kind.name))
        throw new Error(`${kind.name}: name it as messages.sent is named.`);
      if (this.#kinds.has(kind.name)) throw new Error(`${kind.name} is declared twice.`);
      this.#kinds.set(kind.name, kind);
    }
  }

  get names(): string[] {
    return [...this.#kinds.keys()];
  }

  /**
   * What a change revokes; null for nothing. Undefined for an unknown kind, which another version of the server may
   * write: then whatever it could have revoked must be read again.
   */
  revocation({ kind, data }: Pick<Change, 'kind' | 'data'>): Revocation | null | undefined {
    return this.#kinds.get(kind)?.revocation(data);
  }

  /** The tags that a change invalidates. */
  tags(workspaceId: string, { stream, kind }: Pick<Change, 'stream' | 'kind'>): string[] {
    const also = this.#kinds.get(kind)?.invalidates ?? [];
    return [
      streamTag(stream, kind.slice(0, kind.indexOf('.'))),
      workspaceTag(workspaceId, kind),
      ...also.map(({ name }) => workspaceTag(workspaceId, name)),
    ];
  }
}

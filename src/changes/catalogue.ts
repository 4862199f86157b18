// The kinds of changes. Every feature declares its own in `changes.ts`: what such a change carries, and what it takes away
// from whom. The engine knows of kinds only what is declared here, so none is named outside the features.
import type { Change } from '../lib/changes.ts';
import { streamTag, workspaceTag } from '../lib/tags.ts';

/** What a change takes away. */
export type Revocation =
  /** The token stands for nobody any more: sessions that use it end. */
  | { readonly endsToken: string }
  /** The user is shut out: all their sessions end. */
  | { readonly endsUser: string }
  /** What the user may do has changed: their sessions begin again. */
  | { readonly changesUser: string }
  /** The user may see less than before. */
  | { readonly narrowsUser: string }
  /** Everybody in the workspace may see less than before. */
  | { readonly narrowsWorkspace: true };

export interface ChangeKindOptions<Data> {
  /** What such a change takes away; null when this one takes nothing. */
  revokes?(data: Data): Revocation | null;
  /** What else in the workspace it alters: topics of earlier features, whose loaders cannot name this kind. */
  invalidates?: readonly Topic[];
}

/** Something in a workspace that answers depend on, named by the feature whose loaders read it. */
export class Topic {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** One kind of changes, with the type of what they carry. A change of this kind alters its own topic, which is the kind. */
export class ChangeKind<Data extends object = object> extends Topic {
  readonly invalidates: readonly Topic[];
  readonly #options: ChangeKindOptions<Data>;

  constructor(name: string, options: ChangeKindOptions<Data> = {}) {
    super(name);
    this.invalidates = options.invalidates ?? [];
    this.#options = options;
  }

  /** The change as one of this kind; null when it is of another. */
  of<Any extends Pick<Change, 'kind' | 'data'>>(change: Any): (Any & { readonly data: Data }) | null {
    return change.kind === this.name ? (change as unknown as Any & { readonly data: Data }) : null;
  }

  /** The change that happened in a stream, ready to be recorded. */
  in(stream: string, data: Data): Change {
    return { stream, kind: this.name, data: data as Change['data'] };
  }

  revocation(data: object): Revocation | null {
    return this.#options.revokes?.(data as Data) ?? null;
  }
}

/** All kinds that the features declare. An Error names two of one name. */
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
   * What a change takes away; null for nothing. Undefined when the kind is unknown, as another version of the server may
   * write it: then look again at whatever it could have taken.
   */
  revocation({ kind, data }: Pick<Change, 'kind' | 'data'>): Revocation | null | undefined {
    return this.#kinds.get(kind)?.revocation(data);
  }

  /** The tags of the remembered answers that a change makes stale. */
  tags(workspaceId: string, { stream, kind }: Pick<Change, 'stream' | 'kind'>): string[] {
    const also = this.#kinds.get(kind)?.invalidates ?? [];
    return [
      streamTag(stream, kind.slice(0, kind.indexOf('.'))),
      workspaceTag(workspaceId, kind),
      ...also.map(({ name }) => workspaceTag(workspaceId, name)),
    ];
  }
}

// What the log of changes is made of, for all who pass changes on.

/** Something that happened, as the log keeps it. `kind` is thing and past participle: `messages.sent`. */
export interface Change {
  readonly stream: string;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a transaction wrote, passed on after its commit and before it is acknowledged. */
export interface CommittedChanges {
  readonly workspaceId: string;
  readonly changes: readonly Change[];
  /** The transaction, as the log's rows carry it. */
  readonly txid: number;
}

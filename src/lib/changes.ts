// The types of the change log that all modules share.

/** Something that happened, as the log stores it. `kind` is a noun and a past participle: `messages.sent`. */
export interface Change {
  readonly stream: string;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a transaction wrote. It is passed on after the commit and before the write is acknowledged. */
export interface CommittedChanges {
  readonly workspaceId: string;
  readonly changes: readonly Change[];
  /** The transaction's id, as in the rows of the log. */
  readonly txid: number;
}

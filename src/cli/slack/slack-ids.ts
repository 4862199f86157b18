// Computes ids for imported rows from the workspace and Slack's ids, so that a second import, or a later export of the same
// team, finds the same rows.
import { importedUuid } from '../../lib/ids.ts';
import { moment } from './json-values.ts';

/** Computes the ids of one import. */
export class SlackIds {
  private readonly namespace: string;

  /** `namespace` is the id of the workspace of the import. */
  constructor(namespace: string) {
    this.namespace = namespace;
  }

  /** The id of a user. It contains no time, because exports have no time of a user that never changes. */
  user(slackId: string): string {
    return importedUuid(0, 'slack', this.namespace, 'user', slackId);
  }

  /** The id of a channel that was created at `created`, in milliseconds. */
  channel(slackId: string, created: number): string {
    return importedUuid(created, 'slack', this.namespace, 'channel', slackId);
  }

  /** The id of the message with this valid `ts` in the channel with this Slack id. */
  message(channel: string, ts: string): string {
    return importedUuid(moment(ts)?.at ?? 0, 'slack', this.namespace, 'message', channel, ts);
  }
}

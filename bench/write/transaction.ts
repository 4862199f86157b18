// How every server except the product sends a message, in the product's own tables: number it in its channel, insert
// it, update the channel's last activity, append to a log, and publish. Access is not checked. Statements are prepared.
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import pg from 'pg';
import { databaseUrl } from '../fan-out/server-process.ts';
import { workspaceId } from '../read/server.ts';

export interface SendInput {
  channelId: string;
  body: string;
}

export interface SentMessage {
  id: string;
  seq: number;
  body: string;
  createdAt: Date;
}

// As many connections as the product opens.
export const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 });
pool.on('error', () => {});

/** Stands for the means by which a server delivers to its subscribers. */
export const published = new EventEmitter();

/** The user of this token; all were looked up beforehand. */
const authors: Record<string, string> = JSON.parse(process.env.BENCH_AUTHORS ?? '{}');
export const authorOf = (authorization: string | null | undefined): string => authors[authorization ?? '']!;

const uuidOf = (id: string) => id.slice(id.indexOf('_') + 1);

/** Sends in a transaction of three statements, as written by hand. */
export async function sendInTransaction(authorId: string, input: SendInput): Promise<SentMessage> {
  const channelId = uuidOf(input.channelId);
  const [id, createdAt] = [randomUUID(), new Date()];
  const { body } = input;
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<{ seq: number; ordinal: number }>({
      name: 'number',
      text: `update channels set last_seq = last_seq + 1, last_ordinal = last_ordinal + 1, last_activity_at = $3
        where workspace_id = $1 and id = $2 returning last_seq as seq, last_ordinal as ordinal`,
      values: [workspaceId, channelId, createdAt],
    });
    const { seq, ordinal } = rows[0]!;
    await client.query({
      name: 'insert',
      text: `insert into messages (id, workspace_id, channel_id, author_id, body, body_html, created_at, seq, ordinal)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      values: [id, workspaceId, channelId, authorId, body, `<p>${body}</p>`, createdAt, seq, ordinal],
    });
    await client.query({
      name: 'log',
      text: `insert into changes (stream, number, id, workspace_id, kind, actor_id, at, data)
        values ($1, $2, $3, $4, 'messages.sent', $5, $6, $7)`,
      values: [`bench:${channelId}`, seq, id, workspaceId, authorId, createdAt, { messageId: id, parentId: null }],
    });
    await client.query('commit');
    published.emit(`channel:${channelId}`, { id, seq });
    return { id: `Message_${id}`, seq, body, createdAt };
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/** Sends by one statement, which is a transaction of its own. */
export async function sendByStatement(authorId: string, input: SendInput): Promise<SentMessage> {
  const channelId = uuidOf(input.channelId);
  const [id, createdAt] = [randomUUID(), new Date()];
  const { body } = input;
  const { rows } = await pool.query<{ seq: number }>({
    name: 'send',
    text: `with numbered as (
        update channels set last_seq = last_seq + 1, last_ordinal = last_ordinal + 1, last_activity_at = $7
        where workspace_id = $2 and id = $3 returning last_seq, last_ordinal
      ), sent as (
        insert into messages (id, workspace_id, channel_id, author_id, body, body_html, created_at, seq, ordinal)
        select $1, $2, $3, $4, $5, $6, $7, last_seq, last_ordinal from numbered returning seq
      ), logged as (
        insert into changes (stream, number, id, workspace_id, kind, actor_id, at, data)
        select 'bench:' || $3::uuid, seq, $1, $2, 'messages.sent', $4, $7,
          jsonb_build_object('messageId', $1::uuid, 'parentId', null) from sent
      )
      select seq from sent`,
    values: [id, workspaceId, channelId, authorId, body, `<p>${body}</p>`, createdAt],
  });
  const { seq } = rows[0]!;
  published.emit(`channel:${channelId}`, { id, seq });
  return { id: `Message_${id}`, seq, body, createdAt };
}

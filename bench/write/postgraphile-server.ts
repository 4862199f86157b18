// PostGraphile 5 (Grafast) as its documentation has it, with a function for its one mutation. It requires Node 22, but
// uses only one of its new functions, which is added to Node 20.
import '../read/node-22.ts';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { databaseUrl } from '../fan-out/server-process.ts';
import { serving, workspaceId } from '../read/server.ts';
import { authorOf } from './transaction.ts';

const functions = `
begin;
drop schema if exists peer_write cascade;
create schema peer_write;
create type peer_write.sent as (id uuid, seq integer, body text, created_at timestamptz);
create function peer_write.send(channel_id uuid, body text) returns peer_write.sent language plpgsql volatile as $$
declare
  author uuid := current_setting('bench.author_id');
  message uuid := gen_random_uuid();
  numbered record;
begin
  update channels c set last_seq = last_seq + 1, last_ordinal = last_ordinal + 1, last_activity_at = now()
  where c.workspace_id = '${workspaceId}' and c.id = send.channel_id
  returning c.last_seq, c.last_ordinal into numbered;
  insert into messages (id, workspace_id, channel_id, author_id, body, body_html, created_at, seq, ordinal)
  values (message, '${workspaceId}', send.channel_id, author, send.body, '<p>' || send.body || '</p>', now(),
    numbered.last_seq, numbered.last_ordinal);
  insert into changes (stream, number, id, workspace_id, kind, actor_id, at, data)
  values ('bench:' || send.channel_id, numbered.last_seq, message, '${workspaceId}', 'messages.sent', author, now(),
    jsonb_build_object('messageId', message, 'parentId', null));
  return (message, numbered.last_seq, send.body, now())::peer_write.sent;
end $$;
commit;
`;

const client = new pg.Client({ connectionString: databaseUrl });
await client.connect();
await client.query(functions);
await client.end();

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ connectionString: databaseUrl, schemas: ['peer_write'], poolConfig: { max: 20 } })],
  grafast: {
    context: ({ node }) => ({
      pgSettings: { 'bench.author_id': authorOf(node?.req.headers.authorization) },
    }),
  },
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
});
const server = createServer();
server.on('error', () => {});
await instance.createServ(grafserv).addTo(server);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
serving((server.address() as AddressInfo).port);

// PostGraphile 5 (Grafast) as its documentation has it, over views of what the operations need: it lists a channel's
// roots and a message's replies from the same table, whose indexes serve each separately. It requires Node 22, but uses
// only one of its new functions, which is added to Node 20.
import './node-22.ts';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { databaseUrl } from '../fan-out/server-process.ts';
import { serving } from './server.ts';

const views = `
begin;
drop schema if exists peer cascade;
create schema peer;
create view peer.users as select id, handle, name, title, role, avatar_url from users;
comment on view peer.users is E'@primaryKey id';
create view peer.channels as
  select id, name, topic, privacy, member_count, last_activity_at from channels;
comment on view peer.channels is E'@primaryKey id';
create view peer.messages as
  select id, channel_id, seq, ordinal, author_id, body, created_at from messages where ordinal is not null;
comment on view peer.messages is E'@primaryKey id
@foreignKey (channel_id) references peer.channels (id)|@fieldName channel|@foreignFieldName messages
@foreignKey (author_id) references peer.users (id)|@fieldName author';
create view peer.replies as
  select id, parent_id, seq, author_id, body, created_at from messages where parent_id is not null;
comment on view peer.replies is E'@primaryKey id
@foreignKey (parent_id) references peer.messages (id)|@fieldName parent|@foreignFieldName replies
@foreignKey (author_id) references peer.users (id)|@fieldName author';
create view peer.reactions as select message_id, emoji, user_id, created_at from message_reactions;
comment on view peer.reactions is E'@primaryKey message_id,emoji,user_id
@foreignKey (message_id) references peer.messages (id)|@fieldName message|@foreignFieldName reactions
@foreignKey (user_id) references peer.users (id)|@fieldName user';
commit;
`;

const client = new pg.Client({ connectionString: databaseUrl });
await client.connect();
await client.query(views);
await client.end();

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ connectionString: databaseUrl, schemas: ['peer'], poolConfig: { max: 20 } })],
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
});
const server = createServer();
server.on('error', () => {});
await instance.createServ(grafserv).addTo(server);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
serving((server.address() as AddressInfo).port);

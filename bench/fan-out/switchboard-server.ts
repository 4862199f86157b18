// Switchboard as it is started: its app on its own database, a hundred users, each signed in with a token of their own.

import { createApp } from '../../src/app.ts';
import { serviceActor } from '../../src/changes/actor.ts';
import { readConfig } from '../../src/config.ts';
import { createChannel } from '../../src/features/channels/commands.ts';
import { createOwner, createUser, issueToken } from '../../src/features/identity/commands.ts';
import { authenticate } from '../../src/features/identity/policy.ts';
import { sendMessage } from '../../src/features/messages/sending-commands.ts';
import { createWorkspace } from '../../src/features/workspaces/commands.ts';
import { createContext } from '../../src/graphql/context.ts';
import { toGlobalId } from '../../src/lib/ids.ts';
import { migrate } from '../../src/postgres/migrate.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { clock } from './clock.ts';
import { selection } from './selection.ts';
import { databaseUrl, serve } from './server-process.ts';

await serve(async () => {
  const config = readConfig({
    ...process.env,
    PORT: '0',
    LOG_LEVEL: 'error',
    SOCKETS_PER_ADDRESS: '100000',
    SOCKETS_PER_USER: '100000',
  });
  await migrate(databaseUrl);
  const app = createApp({ config, databaseUrl, log: createLog(config.logLevel) });
  const { postgres } = app.internals;
  const { origin } = await app.listen();
  const slug = `bench-${Date.now()}`;
  const { id: workspaceId } = await createWorkspace(postgres, { slug, name: 'Bench' });
  await createOwner(serviceActor(postgres, workspaceId), workspaceId, {
    handle: 'ada',
    name: 'Ada Lovelace',
    email: null,
    password: null,
  });
  const token = (handle: string) => issueToken(serviceActor(postgres, workspaceId), handle, { name: 'bench', days: 1 });
  const viewer = await authenticate(postgres, await token('ada'), Date.now());
  const context = () => createContext({ postgres, viewer, client: { address: '127.0.0.1' } });
  const channel = async (name: string) => {
    const settings = { name, topic: '', purpose: '', kind: 'TEXT', privacy: 'PUBLIC', memberIds: [] } as const;
    return toGlobalId('Channel', await createChannel(context(), { ...settings, memberIds: [] }));
  };
  const channelId = await channel('busy');
  const init: object[] = [];
  for (let i = 0; i < 100; i++) {
    await createUser(context(), { handle: `user-${i}`, name: `User ${i}`, kind: 'PERSON', role: 'MEMBER' });
    init.push({ authorization: `Bearer ${await token(`user-${i}`)}` });
  }
  const query = `subscription ($channelId: ID!) { channelEvents(channelId: $channelId) ${selection} }`;
  return {
    target: {
      url: `${origin.replace('http', 'ws')}/graphql`,
      init,
      query,
      channelId,
      quietChannelId: await channel('quiet'),
    },
    async publish(body) {
      await sendMessage(context(), { channelId, body });
      // The relay has yet to read the new changes from the database.
      return clock();
    },
  };
});

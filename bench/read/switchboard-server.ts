// Switchboard as npm start starts it: its whole app, with authentication, masking and the ledger.
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { databaseUrl } from '../fan-out/server-process.ts';
import { serving } from './server.ts';

const config = readConfig({ ...process.env, PORT: '0', LOG_LEVEL: 'error' });
const app = createApp({ config, databaseUrl, log: createLog(config.logLevel) });
const { origin } = await app.listen();
serving(Number(new URL(origin).port));

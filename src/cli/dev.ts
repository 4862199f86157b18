// npm run dev: starts the server, and restarts it when a source file changes.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { runCommand } from './command.ts';

const command = {
  name: 'npm run dev --',
  about: 'Starts the server, and restarts it when a source file changes. Settings: docs/settings.md.',
  options: {},
};

await runCommand(command, async () => {
  const tsx = createRequire(import.meta.url).resolve('tsx/cli');
  const child = spawn(process.execPath, [tsx, 'watch', '--clear-screen=false', 'src/main.ts'], { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
});

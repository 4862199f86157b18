// The address that the server listens on: checked at the start, before anything else is done, and formatted as an
// origin.
import { createServer } from 'node:net';

interface Address {
  host: string;
  port: number;
}

/** Rejects with a one-line message when the address is in use or not allowed. */
export async function checkAddress({ host, port }: Address): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new Error(explainListen(error, { host, port }))));
    server.listen(port, host, resolve);
  });
  await new Promise((resolve) => server.close(resolve));
}

/** Explains why the server cannot listen there, and what to do about it. */
export function explainListen({ code, message }: NodeJS.ErrnoException, { host, port }: Address): string {
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${host} is in use. Stop the program that uses it, or set PORT to another port.`;
  if (code === 'EACCES') return `Port ${port} needs privileges. Set PORT to a port above 1023.`;
  const foreign = ['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EAFNOSUPPORT', 'EINVAL'];
  if (code && foreign.includes(code)) {
    return `HOST ${host} is not an address of this machine. Set it to 127.0.0.1, or to 0.0.0.0 for all addresses.`;
  }
  return message;
}

/** Whether the server listens on every address of the machine. */
export const isWildcard = (host: string) => /^(0\.0\.0\.0|\[?::0?\]?)$/.test(host);

/** Whether only this machine can reach a server that listens there. */
export const isLoopback = (host: string) => host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

/** The origin at which this machine reaches a server that listens there. */
export function originOf({ host, port }: Address): string {
  const shown = isWildcard(host) ? (host.includes(':') ? '::1' : '127.0.0.1') : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}

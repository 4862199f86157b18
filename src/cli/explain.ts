// Explains errors in one line: what happened, and what to do. docs/troubleshooting.md lists these lines.
import { AppError } from '../lib/errors.ts';

const unreachable = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']);
const unknownHost = new Set(['ENOTFOUND', 'EAI_AGAIN']);
const orEmbedded = 'or unset it to use the embedded one.';

interface Failure {
  code?: string;
  message?: string;
  hostname?: string;
  path?: string;
  cause?: Failure;
}

export function explain(error: unknown): string {
  if (error instanceof AppError) return error.message;
  const failure = error as Failure;
  // The error of a failed migration has the database's error as its cause.
  const { code, hostname, path } = failure.code ? failure : (failure.cause ?? failure);
  const message = failure.message || String(error);
  return (
    connecting(message, code, hostname) ?? refusedByServer(message, code) ?? certificate(message, code, path) ?? message
  );
}

function connecting(message: string, code: string | undefined, hostname: string | undefined): string | undefined {
  if (message === 'timeout expired' || (code && unreachable.has(code))) {
    return `The database cannot be reached (${code ?? message}). Check DATABASE_URL, ${orEmbedded}`;
  }
  if (code && unknownHost.has(code)) {
    return `The database's host ${hostname ?? ''} cannot be found (${code}). Check the host in DATABASE_URL, ${orEmbedded}`;
  }
  if (message === 'Connection terminated unexpectedly') {
    return 'The database closed the connection. Check that a Postgres server listens where DATABASE_URL points, and read its log.';
  }
  if (/client password must be a string/.test(message)) {
    return 'The database asks for a password, and DATABASE_URL has none. Add it: postgres://USER:PASSWORD@HOST/DATABASE.';
  }
  return undefined;
}

function refusedByServer(message: string, code: string | undefined): string | undefined {
  switch (code) {
    case '28P01':
      return 'The database refuses the password in DATABASE_URL.';
    case '28000':
      if (/no encryption|SSL off/.test(message))
        return `The database refuses connections from this machine without TLS (${message}). Add ?sslmode=verify-full to DATABASE_URL, or a line for this machine to its pg_hba.conf.`;
      return `The database refuses the user in DATABASE_URL (${message}). Check the user, and pg_hba.conf.`;
    case '3D000':
      return 'The database that DATABASE_URL names does not exist. Create it first.';
    case '42501':
      return `The user in DATABASE_URL lacks a privilege (${message}). Make it the owner of the database, or grant it: GRANT CREATE ON SCHEMA public TO that user.`;
    case '25006':
      return 'The database is read-only (it is a standby, or set to read only). Point DATABASE_URL at the primary.';
    case '53100':
      return 'The disk of the database is full. Free some space and try again.';
    case '53300':
      return 'The database has no free connections. Raise its max_connections, or lower POOL_MAX.';
    case '57P03':
      return 'The database is starting up or shutting down. Try again in a moment.';
    default:
      return undefined;
  }
}

function certificate(message: string, code: string | undefined, path: string | undefined): string | undefined {
  if (/does not support SSL connections/.test(message))
    return 'The database does not support TLS. Remove sslmode from DATABASE_URL (and PGSSLMODE from the environment).';
  if (code && /CERT|SIGNATURE/.test(code))
    return `The database's TLS certificate is not trusted (${code}). Add sslrootcert=FILE with the certificate of its authority to DATABASE_URL.`;
  if (code === 'ENOENT' && path && /open/.test(message)) return `There is no file ${path}.`;
  return undefined;
}

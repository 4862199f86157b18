// Limits the work on passwords: hashes wait in a short fair queue, and wrong guesses are counted.
import { availableParallelism } from 'node:os';
import { type Context, viewerOf } from '../../graphql/context.ts';
import { AppError } from '../../lib/errors.ts';
import { perOwner } from '../../lib/per-owner.ts';
import { hashPassword, verifyPassword } from '../../lib/secrets.ts';
import type { Postgres } from '../../postgres/database.ts';
import { Attempts } from '../../resilience/attempts.ts';
import { type Claimant, FairLimiter } from '../../resilience/fair-limiter.ts';

// A hash takes a thread of Node's pool (four, unless UV_THREADPOOL_SIZE says otherwise) and a core for a third of a
// second. At most two threads are for hashes and two for compression (transport/compression.ts), so that neither waits
// for the other, and half of the cores stay free for everything else.
const hashesAtOnce = Math.min(2, Math.max(1, Math.floor(availableParallelism() / 2)));

const windowMs = 15 * 60_000;

/** What an app allows: the hashes that wait (about five seconds at the longest), and the wrong guesses that it has counted. */
export const passwordLimits = perOwner((_: Postgres) => ({
  hashing: new FairLimiter({
    limit: hashesAtOnce,
    maximumWaiting: 20,
    work: 'passwords are being checked now',
    retryAfter: 5,
  }),
  perAddress: new Attempts({ max: 30, windowMs }),
  perAddressAndLogin: new Attempts({ max: 5, windowMs }),
  perLogin: new Attempts({ max: 50, windowMs }),
  perUser: new Attempts({ max: 5, windowMs }),
}));

interface Count {
  readonly attempts: Attempts;
  readonly key: string;
}

/** The stored form of a password that the viewer sets. */
export function hashForViewer(ctx: Context, password: string): Promise<string> {
  return hashed(ctx, viewerAsClaimant(ctx), () => hashPassword(password));
}

/** Whether this is the viewer's own password. A wrong guess counts against the user; RATE_LIMITED after five. */
export function checkOwnPassword(ctx: Context, password: string, stored: string): Promise<boolean> {
  const counts = [{ attempts: passwordLimits(ctx.postgres).perUser, key: viewerOf(ctx).userId }];
  return checkPassword(ctx, viewerAsClaimant(ctx), counts, password, stored);
}

/**
 * Whether this is the password of a login; `stored` is null if the login does not exist. A wrong guess counts against
 * the address, the login, and the two together; RATE_LIMITED after too many.
 */
export function checkLogin(
  ctx: Context,
  { workspace, login, password }: { workspace: string; login: string; password: string },
  stored: () => Promise<string | null>,
): Promise<boolean> {
  const { address } = ctx.client;
  const account = `${workspace} ${login}`;
  const { perAddress, perAddressAndLogin, perLogin } = passwordLimits(ctx.postgres);
  // The address first: once its guesses are used up, it adds no keys to the other two.
  const counts = [
    { attempts: perAddress, key: address },
    { attempts: perAddressAndLogin, key: `${address} ${account}` },
    { attempts: perLogin, key: account },
  ];
  return checkPassword(ctx, { group: `address ${address}`, caller: account }, counts, password, stored);
}

const viewerAsClaimant = (ctx: Context): Claimant => {
  const { workspaceId, userId } = viewerOf(ctx);
  return { group: workspaceId, caller: userId };
};

async function checkPassword(
  ctx: Context,
  claimant: Claimant,
  counts: readonly Count[],
  password: string,
  stored: string | (() => Promise<string | null>),
): Promise<boolean> {
  // Counted before the password is checked, so that concurrent guesses are counted too.
  countAttempts(counts, ctx.now());
  let wrong = false;
  try {
    const known = typeof stored === 'string' ? stored : await stored();
    wrong = !(await hashed(ctx, claimant, () => verifyPassword(password, known)));
    return !wrong;
  } finally {
    // Only a wrong guess counts: a right one, and one that was never checked, are refunded.
    if (!wrong) for (const { attempts, key } of counts) attempts.refund(key);
  }
}

/** Counts one attempt for all keys, or for none. */
function countAttempts(counts: readonly Count[], now: number): void {
  for (const [index, { attempts, key }] of counts.entries()) {
    const waitMs = attempts.take(key, now);
    if (waitMs === 0) continue;
    for (const taken of counts.slice(0, index)) taken.attempts.refund(taken.key);
    const retryAfter = Math.ceil(waitMs / 1000);
    throw new AppError('RATE_LIMITED', `Too many failed attempts. Try again in ${retryAfter} s.`, { retryAfter });
  }
}

function hashed<Result>(ctx: Context, claimant: Claimant, work: () => Promise<Result>): Promise<Result> {
  return passwordLimits(ctx.postgres).hashing.run(claimant, () => {
    ctx.ledger.hash();
    return work();
  });
}

// Bearer tokens and passwords. Only hashes are stored: SHA-256 of a token (tokens are random, so a fast hash is safe),
// and scrypt of a password with N = 2^15, r = 8, p = 3 (OWASP password storage cheat sheet).
import { createHash, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** A new bearer token: 256 random bits, with a prefix that secret scanners recognise. */
export const newToken = (): string => `swb_${randomBytes(32).toString('base64url')}`;

export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();

const cost: ScryptOptions = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };

/** Maximum length of a password. Unicode normalisation takes quadratic time, so longer texts are rejected before it. */
export const maximumPassword = 200;

function derive(password: string, salt: Buffer): Promise<Buffer> {
  if (password.length > maximumPassword) throw new RangeError('The password is too long to be hashed.');
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, 32, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** The stored form of a password: `scrypt:<salt>:<key>`, both base64url. Throws when the password is too long. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt:${salt.toString('base64url')}:${(await derive(password, salt)).toString('base64url')}`;
}

// Verified when a user has no password, so that the time taken does not reveal which users have one.
const dummyHash = `scrypt:${Buffer.alloc(16).toString('base64url')}:${Buffer.alloc(32).toString('base64url')}`;

/**
 * Whether the password is right. Takes the same time for a user without a password, and is false for one that is too
 * long.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  if (password.length > maximumPassword) return false;
  const [, salt, key] = (stored ?? dummyHash).split(':');
  const derived = await derive(password, Buffer.from(salt!, 'base64url'));
  return timingSafeEqual(derived, Buffer.from(key!, 'base64url')) && stored !== null;
}

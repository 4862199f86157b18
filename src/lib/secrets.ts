// Bearer tokens and passwords. Neither is stored: a token as its SHA-256 (it is random, so a fast hash is safe),
// a password as scrypt with N = 2^15, r = 8, p = 3 (OWASP password storage cheat sheet).
import { createHash, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** A new bearer token: 256 random bits, with a prefix that secret scanners can look for. */
export const newToken = (): string => `swb_${randomBytes(32).toString('base64url')}`;

export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();

const cost: ScryptOptions = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };

/** Longest password. Normalisation takes time with the square of the length, so what is longer never gets there. */
export const maximumPassword = 200;

function derive(password: string, salt: Buffer): Promise<Buffer> {
  if (password.length > maximumPassword) throw new RangeError('The password is too long to be hashed.');
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, 32, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** What is stored of a password: `scrypt:<salt>:<key>`, both base64url. Throws when it is longer than allowed. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt:${salt.toString('base64url')}:${(await derive(password, salt)).toString('base64url')}`;
}

// Verified in the place of a password that is not there, so that the time taken does not tell who has one.
const dummyHash = `scrypt:${Buffer.alloc(16).toString('base64url')}:${Buffer.alloc(32).toString('base64url')}`;

/** Whether this is the password; takes as long when there is none. One that is too long is never right. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  if (password.length > maximumPassword) return false;
  const [, salt, key] = (stored ?? dummyHash).split(':');
  const derived = await derive(password, Buffer.from(salt!, 'base64url'));
  return timingSafeEqual(derived, Buffer.from(key!, 'base64url')) && stored !== null;
}

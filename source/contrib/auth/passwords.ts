import {createHmac, randomBytes} from 'node:crypto';
import {hashInWorker} from './hash-queue.ts';

/** In UTF-16 units. Longer passwords are refused before anything is computed from them. */
export const longestPassword = 4096;

const scheme = 'bcrypt_sha256$';
const storedForm = /^bcrypt_sha256\$(\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53})$/;

/** A higher stored cost would occupy the thread for minutes; such a row is a mistake or an attack. */
const highestCost = 16;
const lowestCost = 4;

/**
 * Hashes a password for storage.
 * @param cost of bcrypt, 4 to 16; usually `settings.passwordHashCost`
 * @returns `bcrypt_sha256$$2b$12$…`, 74 characters
 * @throws RangeError if the password is too long or the cost out of range; HashQueueFull
 */
export async function hashPassword(password: string, cost: number): Promise<string> {
	// bcryptjs clamps an invalid cost, and hashes for hours at 31.
	if (!Number.isInteger(cost) || cost < lowestCost || cost > highestCost) {
		throw new RangeError(`bcrypt's cost is ${cost}; expected ${lowestCost} to ${highestCost}.`);
	}
	if (password.length > longestPassword) {
		throw new RangeError(`A password has at most ${longestPassword} characters.`);
	}
	return scheme + (await hashInWorker({kind: 'hash', secret: prehash(password), cost}));
}

export interface Verdict {
	correct: boolean;
	/** The password is correct, but its hash has a lower cost than wanted: hash it again. */
	mustUpdate: boolean;
}

/**
 * Compares a password with a stored hash. Always takes the time of one hash at `cost`, even for an
 * account that does not exist.
 * @param password unvalidated input
 * @param stored the result of `hashPassword`; undefined if the account does not exist
 * @throws HashQueueFull
 */
export async function verifyPassword(
	password: unknown,
	stored: string | undefined,
	cost: number,
): Promise<Verdict> {
	const usable =
		typeof password === 'string' && password.length <= longestPassword && password.isWellFormed();
	const secret = usable ? prehash(password) : randomBytes(16).toString('base64');
	const [, hash, digits] = storedForm.exec(stored ?? '') ?? [];
	const storedCost = Number(digits);
	const comparable =
		usable && hash !== undefined && storedCost >= lowestCost && storedCost <= highestCost;
	const correct = await hashInWorker({
		kind: 'verify',
		secret,
		hash: comparable ? hash : null,
		cost,
	});
	return {correct, mustUpdate: correct && storedCost < cost};
}

/** A stored value that no password matches: nobody can log in until a password is set. */
export function unusablePassword(): string {
	return `!${randomBytes(30).toString('base64url')}`;
}

/** Reduces any password to 44 ASCII bytes, because bcrypt only reads the first 72 bytes. */
function prehash(password: string): string {
	return createHmac('sha256', 'quarterdeck.bcrypt-sha256.v1')
		.update(password.normalize('NFKC'), 'utf8')
		.digest('base64');
}

import {createHmac, randomBytes} from 'node:crypto';
import {hashInWorker} from './hash-queue.ts';

/** Longer ones are refused before anything is computed from them. */
export const longestPassword = 4096;

const scheme = 'bcrypt_sha256$';
const storedForm = /^bcrypt_sha256\$(\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53})$/;

/** A stored cost above this would take the thread for minutes: such a row is a mistake or an attack. */
const highestCost = 16;
const lowestCost = 4;

/**
 * @param cost bcrypt's, `settings.passwordHashCost`
 * @returns `bcrypt_sha256$$2b$12$…`, 74 characters
 * @throws RangeError when the password or the cost is out of bounds
 */
export async function hashPassword(password: string, cost: number): Promise<string> {
	// bcryptjs would clamp a wrong cost, and hash for hours at 31.
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
	/** Correct, but stored at a lower cost than today's: hash it again while it is known. */
	mustUpdate: boolean;
}

/**
 * Takes the time of one hash at `cost`, whatever is stored, and also for what is no password at all.
 * @param stored what `hashPassword` gave; undefined for an account that does not exist
 */
export async function verifyPassword(
	password: unknown,
	stored: string | undefined,
	cost: number,
): Promise<Verdict> {
	const usable = typeof password === 'string' && password.length <= longestPassword;
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

/** An account that nobody can log in to until a password is set. */
export function unusablePassword(): string {
	return `!${randomBytes(30).toString('base64url')}`;
}

/** 44 ASCII bytes from any password: bcrypt looks at the first 72 bytes only. */
function prehash(password: string): string {
	return createHmac('sha256', 'quarterdeck.bcrypt-sha256.v1')
		.update(password.normalize('NFKC'), 'utf8')
		.digest('base64');
}

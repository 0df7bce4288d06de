import {longestPassword} from './passwords.ts';

/** What a password may not be like. */
export interface Person {
	username: string;
	email: string;
}

const shortest = 8;
const highestSimilarity = 0.7;

/** Every rule that a password breaks, in Django's order and words. Empty when it is a good one. */
export async function passwordErrors(password: string, person: Person): Promise<string[]> {
	if (password.length > longestPassword) {
		return [`This password is too long. It may contain at most ${longestPassword} characters.`];
	}
	const plain = password.normalize('NFKC').toLowerCase();
	const errors: string[] = [];
	const similar = likeWhat(plain, person);
	if (similar) errors.push(`The password is too similar to the ${similar}.`);
	if ([...password.normalize('NFKC')].length < shortest) {
		errors.push(`This password is too short. It must contain at least ${shortest} characters.`);
	}
	if (await isCommon(plain.trim())) errors.push('This password is too common.');
	if (/^\p{Nd}+$/u.test(plain)) errors.push('This password is entirely numeric.');
	return errors;
}

function likeWhat(password: string, {username, email}: Person): string | undefined {
	const attributes = {username, 'email address': email};
	return Object.entries(attributes).find(([, value]) => {
		const whole = value.normalize('NFKC').toLowerCase();
		return [...whole.split(/[^\p{L}\p{N}_]+/u), whole].some(
			part =>
				part !== '' &&
				comparable(password, part) &&
				similarity(password, part) >= highestSimilarity,
		);
	})?.[0];
}

/** A value much shorter than the password cannot be like it; and long ones would take long. */
function comparable(password: string, part: string): boolean {
	return !(
		password.length >= 10 * part.length && part.length < (highestSimilarity / 2) * password.length
	);
}

/** The share of letters that two texts have in common, in any order: 0 to 1. */
function similarity(a: string, b: string): number {
	const left = new Map<string, number>();
	for (const letter of b) left.set(letter, (left.get(letter) ?? 0) + 1);
	let common = 0;
	for (const letter of a) {
		const count = left.get(letter) ?? 0;
		if (count > 0) common++;
		left.set(letter, count - 1);
	}
	return (2 * common) / ([...a].length + [...b].length);
}

let common: Set<string> | undefined;

/** 49,000 of them; read at the first question, which takes about 50 ms. */
async function isCommon(password: string): Promise<boolean> {
	if (!common) {
		const {dictionary} = await import('@zxcvbn-ts/language-common');
		common = new Set(dictionary['passwords-common']);
	}
	return common.has(password);
}

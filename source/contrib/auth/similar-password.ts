import type {PasswordOwner} from '../../index.ts';

/** What of its owner a password is too similar to. @param maximum similarity, from 0 to 1 */
export function similarTo(
	password: string,
	{username, email}: PasswordOwner,
	maximum: number,
): string | undefined {
	const typed = normalise(password);
	return Object.entries({username, 'email address': email}).find(([, value]) => {
		const whole = normalise(value);
		return [...whole.split(/[^\p{L}\p{N}_]+/u), whole].some(
			part =>
				part !== '' && areComparable(typed, part, maximum) && similarity(typed, part) >= maximum,
		);
	})?.[0];
}

function normalise(text: string): string {
	return text.normalize('NFKC').toLowerCase();
}

/** Skips values much shorter than the password: they cannot be similar, and comparing takes time. */
function areComparable(password: string, part: string, maximum: number): boolean {
	return !(password.length >= 10 * part.length && part.length < (maximum / 2) * password.length);
}

/** The share of letters that two texts have in common, in any order, from 0 to 1. */
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

const longest = 150;

/** Letters and digits of any script, and @ . + - _ */
const allowed = /^[\p{L}\p{M}\p{N}_.@+-]+$/u;

/** The form in which a name is stored: NFKC. */
export function normaliseUsername(typed: string): string {
	return typed.normalize('NFKC');
}

/** The same for names that look the same: `Ann`, `ann`, and `ａｎｎ` in full width. */
export function usernameKeyOf(username: string): string {
	return normaliseUsername(username).toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
}

/** Checks a name, but not whether it is taken. @returns Django's sentences; empty if it is valid */
export function usernameErrors(typed: string): string[] {
	const username = normaliseUsername(typed);
	const length = [...username].length;
	if (length === 0) return ['This field cannot be blank.'];
	if (length > longest) {
		return [`Ensure this value has at most ${longest} characters (it has ${length}).`];
	}
	if (allowed.test(username)) return [];
	return [
		'Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters.',
	];
}

/** Half of a character of two code units: nobody can type that again. */
export const incomplete = 'A character is incomplete. Please enter it again.';

const longestEmail = 254;
const emailForm =
	/^[^\s@"<>(),:;\\[\]]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u;

/** Checks an email address, which may be empty. @returns Django's sentences; empty if it is valid */
export function emailErrors(email: string): string[] {
	if (email === '') return [];
	if (!email.isWellFormed()) return [incomplete];
	if (email.length > longestEmail) {
		return [`Ensure this value has at most ${longestEmail} characters (it has ${email.length}).`];
	}
	return emailForm.test(email) || /^[^\s@]+@localhost$/.test(email)
		? []
		: ['Enter a valid email address.'];
}

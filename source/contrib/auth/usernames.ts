const longest = 150;

/** Letters and digits of any script, and @ . + - _ */
const allowed = /^[\p{L}\p{M}\p{N}_.@+-]+$/u;

export function normaliseUsername(typed: string): string {
	return typed.normalize('NFKC');
}

/** Equal for names that a person would take for the same: `Ann`, `ann`, and `ａｎｎ` in full width. */
export function usernameKeyOf(username: string): string {
	return normaliseUsername(username).toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
}

/** What is wrong with a name, uniqueness aside, in Django's words. */
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

const longestEmail = 254;
const emailForm =
	/^[^\s@"<>(),:;\\[\]]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u;

/** An address may be left out. */
export function emailErrors(email: string): string[] {
	if (email === '') return [];
	if (email.length > longestEmail) {
		return [`Ensure this value has at most ${longestEmail} characters (it has ${email.length}).`];
	}
	return emailForm.test(email) || /^[^\s@]+@localhost$/.test(email)
		? []
		: ['Enter a valid email address.'];
}

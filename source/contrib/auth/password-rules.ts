import {
	CommandError,
	type CompleteSettings,
	type NamedPasswordRule,
	type OwnPasswordRule,
	type PasswordOwner,
	type PasswordRule,
} from '../../index.ts';
import {longestPassword} from './passwords.ts';
import {similarTo} from './similar-password.ts';
import {incomplete} from './usernames.ts';

type Options<Name> = Extract<NamedPasswordRule, {name: Name}>;

/** The built-in rules for `settings.auth.passwordRules`, with Django's sentences. */
const named: {[Name in Options<string>['name']]: (options: Options<Name>) => OwnPasswordRule} = {
	similarity: ({maximum = 0.7}) => {
		return (password, owner) => {
			const what = similarTo(password, owner, maximum);
			return what && `The password is too similar to the ${what}.`;
		};
	},
	length: ({minimum = 8}) => {
		const characters = minimum === 1 ? 'character' : 'characters';
		return password =>
			[...password.normalize('NFKC')].length < minimum &&
			`This password is too short. It must contain at least ${minimum} ${characters}.`;
	},
	common: () => async password => (await isCommon(password)) && 'This password is too common.',
	numeric: () => password =>
		/^\p{Nd}+$/u.test(password.normalize('NFKC')) && 'This password is entirely numeric.',
};

/**
 * Checks a password against `settings.auth.passwordRules`.
 * @param owner for rules that compare the password with the name and the email address
 * @returns one sentence per violated rule, in the order of the settings; empty if the password is good
 * @throws CommandError `settings` if a rule of the project returns something else than a sentence
 */
export async function passwordErrors(
	{auth}: Pick<CompleteSettings, 'auth'>,
	password: string,
	owner: PasswordOwner,
): Promise<string[]> {
	if (!password.isWellFormed()) return [incomplete];
	if (password.length > longestPassword) {
		return [`This password is too long. It may contain at most ${longestPassword} characters.`];
	}
	const errors: string[] = [];
	for (const rule of auth.passwordRules) {
		const error = await functionOf(rule)(password, owner);
		if (typeof error === 'string' && error !== '') errors.push(error);
		else if (error) throw notASentence(rule, error);
	}
	return errors;
}

function functionOf(rule: PasswordRule): OwnPasswordRule {
	if (typeof rule === 'function') return rule;
	const options = typeof rule === 'string' ? {name: rule} : rule;
	return named[options.name](options as never);
}

/** `true` could mean a good or a bad password; do not guess. */
function notASentence(rule: PasswordRule, answer: unknown): CommandError {
	const {name} = rule as {name: string};
	return new CommandError(
		`The password rule ${name || '(without a name)'} in settings.auth.passwordRules returned a ${typeof answer}.`,
		{
			code: 'settings',
			hint: 'Return an error message for a bad password, and nothing for a good one.',
		},
	);
}

let common: Set<string> | undefined;

/** The list has 49,000 entries. It is read at the first check, which takes about 50 ms. */
async function isCommon(password: string): Promise<boolean> {
	if (!common) {
		const {dictionary} = await import('@zxcvbn-ts/language-common');
		common = new Set(dictionary['passwords-common']);
	}
	return common.has(password.normalize('NFKC').toLowerCase().trim());
}

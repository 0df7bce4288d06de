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

type Options<Name> = Extract<NamedPasswordRule, {name: Name}>;

/** Those that can be named in `settings.auth.passwordRules`, in Django's words. */
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
 * Every rule of `settings.auth.passwordRules` that a password breaks, in their order. Empty when it is
 * a good one.
 */
export async function passwordErrors(
	{auth}: Pick<CompleteSettings, 'auth'>,
	password: string,
	owner: PasswordOwner,
): Promise<string[]> {
	if (password.length > longestPassword) {
		return [`This password is too long. It may contain at most ${longestPassword} characters.`];
	}
	const errors: string[] = [];
	for (const rule of auth.passwordRules) {
		const error = await functionOf(rule)(password, owner);
		if (typeof error === 'string' && error !== '') errors.push(error);
		else if (error) throw withoutSentence(rule, error);
	}
	return errors;
}

function functionOf(rule: PasswordRule): OwnPasswordRule {
	if (typeof rule === 'function') return rule;
	const options = typeof rule === 'string' ? {name: rule} : rule;
	return named[options.name](options as never);
}

/** Whether `true` means a good password or a bad one must not be guessed. */
function withoutSentence(rule: PasswordRule, answer: unknown): CommandError {
	const {name} = rule as {name: string};
	return new CommandError(
		`The password rule ${name || '(without a name)'} of settings.auth.passwordRules answered with a ${typeof answer}.`,
		{
			code: 'settings',
			hint: 'Give back a sentence about a password that is not good enough, and nothing otherwise.',
		},
	);
}

let common: Set<string> | undefined;

/** 49,000 of them; read at the first question, which takes about 50 ms. */
async function isCommon(password: string): Promise<boolean> {
	if (!common) {
		const {dictionary} = await import('@zxcvbn-ts/language-common');
		common = new Set(dictionary['passwords-common']);
	}
	return common.has(password.normalize('NFKC').toLowerCase().trim());
}

/** The user whose password is checked. */
export interface PasswordOwner {
	username: string;
	email: string;
}

/** A built-in rule: its name, or its name with options. */
export type NamedPasswordRule =
	| PasswordRuleName
	| {
			name: 'similarity' /** The share of letters in common, 0.1 to 1; 0.7 if left out. */;
			maximum?: number;
	  }
	| {name: 'length' /** Characters; 8 if left out. */; minimum?: number}
	| {name: 'common'}
	| {name: 'numeric'};

export type PasswordRuleName = 'similarity' | 'length' | 'common' | 'numeric';

/** Your own rule. @returns the error message for the user, or nothing when the password is valid */
export type OwnPasswordRule = (
	password: string,
	owner: PasswordOwner,
) => PasswordVerdict | Promise<PasswordVerdict>;

type PasswordVerdict = string | false | null | undefined | void;

/** One of `settings.auth.passwordRules`. */
export type PasswordRule = NamedPasswordRule | OwnPasswordRule;

/** The rules without `passwordRules` in the settings. */
export const usualPasswordRules: PasswordRuleName[] = ['similarity', 'length', 'common', 'numeric'];

/** The options of each rule, with their schemas. */
const options: Record<string, Record<string, (value: unknown) => boolean>> = {
	similarity: {maximum: value => typeof value === 'number' && value >= 0.1 && value <= 1},
	length: {minimum: value => Number.isInteger(value) && (value as number) > 0},
	common: {},
	numeric: {},
};

export function isPasswordRule(rule: unknown): rule is PasswordRule {
	if (typeof rule === 'function') return true;
	const {name, ...given} = (typeof rule === 'string' ? {name: rule} : (rule ?? {})) as {
		name?: unknown;
	};
	if (typeof name !== 'string' || !Object.hasOwn(options, name)) return false;
	return Object.entries(given).every(([key, value]) => options[name]![key]?.(value) ?? false);
}

/** Whose password it is to be. */
export interface PasswordOwner {
	username: string;
	email: string;
}

/** One that is there already: by its name alone, or with options. */
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

/**
 * One of your own. @returns the sentence for the person who typed the password; nothing when it is good
 * @example password => !/\d/.test(password) && 'This password has no digit.'
 */
export type OwnPasswordRule = (
	password: string,
	owner: PasswordOwner,
) => PasswordVerdict | Promise<PasswordVerdict>;

type PasswordVerdict = string | false | null | undefined | void;

export type PasswordRule = NamedPasswordRule | OwnPasswordRule;

/** What a password must be like where the settings say nothing. */
export const usualPasswordRules: PasswordRuleName[] = ['similarity', 'length', 'common', 'numeric'];

/** The options of each, and what they may be. */
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

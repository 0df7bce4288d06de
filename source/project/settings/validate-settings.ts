import {isIP} from 'node:net';
import {didYouMean} from '../../words/closest.ts';
import {isPasswordRule, usualPasswordRules} from './password-rule.ts';

type Rule = (value: unknown) => string | undefined;

const drivers = ['sqlite', 'postgresql', 'mysql', 'mariadb'];

const text: Rule = value => (typeof value === 'string' ? undefined : 'a string');
const flag: Rule = value => (typeof value === 'boolean' ? undefined : 'true or false');
const texts: Rule = value =>
	Array.isArray(value) && value.every(item => typeof item === 'string')
		? undefined
		: 'a list of strings';
const record: Rule = value => (isRecord(value) ? undefined : 'an object');
const localUrl: Rule = value =>
	typeof value === 'string' && value.startsWith('/') ? undefined : 'a path that starts with /';
const between =
	(low: number, high: number): Rule =>
	value =>
		Number.isInteger(value) && (value as number) >= low && (value as number) <= high
			? undefined
			: `a whole number from ${low} to ${high}`;

const rules: Record<string, Rule> = {
	name: text,
	apps: texts,
	database: record,
	urls: text,
	secretKey: value =>
		typeof value === 'string' && value.length > 0 ? undefined : 'a string that is not empty',
	secretKeyFallbacks: texts,
	allowedHosts: texts,
	debug: flag,
	environment: text,
	loginUrl: localUrl,
	loginRedirectUrl: localUrl,
	logoutRedirectUrl: localUrl,
	templates: texts,
	passwordHashCost: between(4, 15),
	auth: record,
	trustedProxies: value =>
		Array.isArray(value) && value.every(isNetwork)
			? undefined
			: "a list of addresses and networks, ['10.0.0.0/8'] say",
	silencedChecks: texts,
	server: value =>
		typeof value === 'string' || isRecord(value) ? undefined : 'a file, or an object',
	log: record,
};

const authRules: Record<string, Rule> = {
	user: value =>
		typeof value === 'string' && /^[\w-]+\.\w+$/.test(value)
			? undefined
			: "an app's label and an entity of it, 'accounts.User' say",
	passwordRules: value =>
		Array.isArray(value) && value.every(isPasswordRule)
			? undefined
			: `a list of ${usualPasswordRules.join(', ')}, {name: 'length', minimum: 12} say, and functions`,
};

const databaseRules: Record<string, Rule> = {
	driver: value => (drivers.includes(value as string) ? undefined : `one of ${drivers.join(', ')}`),
	name: text,
	host: text,
	port: between(1, 65535),
	user: text,
	password: text,
	url: text,
	options: record,
};

const serverRules: Record<string, Rule> = {
	host: text,
	port: between(0, 65535),
	file: text,
	command: text,
	reload: flag,
	spare: flag,
};

const logRules: Record<string, Rule> = {maxBytes: between(1024, Number.MAX_SAFE_INTEGER)};

/** Never shown: a mistake in them is told without their value. */
const secrets = new Set(['secretKey', 'password', 'url', 'secretKeyFallbacks']);

/** @returns one sentence a mistake: the key, what it is, what is expected. Empty when all is well. */
export function validateSettings(settings: unknown): string[] {
	if (!isRecord(settings)) {
		return ['settings.ts exports no settings; expected `export default defineSettings({…})`.'];
	}
	const mistakes = check(settings, rules, 'settings', ['apps', 'database', 'secretKey']);
	if (isRecord(settings.database)) mistakes.push(...checkDatabase(settings.database));
	if (isRecord(settings.auth))
		mistakes.push(...check(settings.auth, authRules, 'settings.auth', []));
	if (isRecord(settings.server))
		mistakes.push(...check(settings.server, serverRules, 'settings.server', []));
	if (isRecord(settings.log)) mistakes.push(...check(settings.log, logRules, 'settings.log', []));
	return mistakes;
}

function checkDatabase(database: Record<string, unknown>): string[] {
	const mistakes = check(database, databaseRules, 'settings.database', ['driver']);
	if (database.name === undefined && database.url === undefined) {
		mistakes.push('settings.database.name is missing; expected a file or database name, or a url.');
	}
	return mistakes;
}

function check(
	given: Record<string, unknown>,
	known: Record<string, Rule>,
	at: string,
	required: string[],
): string[] {
	const missing = required
		.filter(key => given[key] === undefined)
		.map(key => `${at}.${key} is missing; expected ${known[key]!(undefined)}.`);
	const unknown = Object.keys(given)
		.filter(key => !(key in known))
		.map(key => `${at}.${key} is no setting.${didYouMean(key, Object.keys(known))}`);
	const wrong = Object.entries(given)
		.filter(([key, value]) => key in known && value !== undefined)
		.flatMap(([key, value]) => {
			const expected = known[key]!(value);
			return expected ? [`${at}.${key} is ${describe(key, value)}; expected ${expected}.`] : [];
		});
	return [...missing, ...unknown, ...wrong];
}

function describe(key: string, value: unknown): string {
	if (secrets.has(key)) return value === '' ? 'empty' : `a ${typeof value}`;
	return JSON.stringify(value) ?? String(value);
}

function isNetwork(value: unknown): boolean {
	if (typeof value !== 'string') return false;
	const [address = '', prefix, ...rest] = value.split('/');
	const bits = isIP(address) === 4 ? 32 : 128;
	const fits = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
	return isIP(address) !== 0 && fits && rest.length === 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type {AuthEvent, CompleteSettings, Context} from '../../index.ts';

type Log = (line: string) => void;

/** Of each application that runs in this process. */
const logs = new WeakMap<object, Log>();

/** Of the last one. */
let logOfProcess: Log = () => {};

/** Writes the events of an application's visitors to its log. */
export function logTo(application: object, log: Log): void {
	logs.set(application, log);
	logOfProcess = log;
}

/** What the application's own code did to a user, for no visitor. */
export function reportOfCode(
	settings: Pick<CompleteSettings, 'auth'>,
	type: AuthEvent['type'],
	username: string,
): Promise<void> {
	return report(settings, logOfProcess, {type, username});
}

/** Where the application's lines go. */
export function logOf(context: Context): Log {
	return logs.get(context.app) ?? (() => {});
}

/**
 * Tells the log and `settings.auth.onEvent` what a visitor did.
 * @param username unvalidated; the log quotes it
 */
export function reportAuthEvent(
	context: Context,
	type: AuthEvent['type'],
	username: string,
	waitSeconds = 0,
): void {
	const log = logOf(context);
	const more = {address: plainAddress(context.ip), ...(waitSeconds > 0 && {waitSeconds})};
	void report(context.settings, log, {type, username, ...more});
}

/** Resolves once the hook has, and never fails: the event has happened, whatever becomes of its report. */
export async function report(
	{auth}: Pick<CompleteSettings, 'auth'>,
	log: Log,
	happened: Omit<AuthEvent, 'at'>,
): Promise<void> {
	const event = {...happened, username: cut(happened.username), at: new Date()};
	try {
		log(lineOf(event));
		await auth.onEvent?.(event);
	} catch (error) {
		try {
			log(`auth: onEvent failed: ${escaped(String(error))}`);
		} catch {}
	}
}

const words: Record<AuthEvent['type'], string> = {
	login: 'login for',
	'login-failed': 'login failed for',
	'locked-out': 'locked out',
	logout: 'logout for',
	'password-changed': 'password changed for',
	'password-reset': 'password reset for',
	'password-reset-requested': 'password reset requested for',
	'superuser-created': 'superuser created:',
};

/** `auth: login failed for "ada" from 203.0.113.7` */
function lineOf({type, username, address, operator, waitSeconds}: AuthEvent): string {
	const from = address === undefined ? '' : ` from ${address}`;
	const by = operator === undefined ? '' : ` by ${escaped(operator)}`;
	const wait = waitSeconds === undefined ? '' : ` for ${waitSeconds} seconds`;
	return `auth: ${words[type]} ${quoted(username)}${from}${by}${wait}`;
}

/** A visitor's text between quotes, in one line, which nothing in it can end. */
export function quoted(text: string): string {
	return `"${escaped(cut(text))}"`;
}

/** An IPv4 address also where a socket for both kinds writes it as IPv6; `unknown` if it is none. */
export function plainAddress(address: string): string {
	const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
	return /^[\da-f.:]+(?:%[\w.-]+)?$/i.test(plain) ? plain : 'unknown';
}

const longest = 150;

function cut(text: string): string {
	const characters = [...text.slice(0, 2 * longest + 1)];
	return characters.length > longest ? `${characters.slice(0, longest).join('')}…` : text;
}

/** Controls, quotes, and what reorders or hides text become `\u{202e}`. */
function escaped(text: string): string {
	return text.replace(
		/["\\\p{C}\p{Zl}\p{Zp}]/gu,
		character => `\\u{${character.codePointAt(0)!.toString(16)}}`,
	);
}

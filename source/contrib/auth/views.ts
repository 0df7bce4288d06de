import type {Next} from 'koa';
import type {Context, LoggedIn, PasswordOwner, View} from '../../index.ts';
import {setPassword} from './accounts.ts';
import {reportAuthEvent} from './auth-log.ts';
import {logIn, loginRequired, logOut, startSession, tryLogin} from './login.ts';
import {passwordErrors} from './password-rules.ts';
import {canSendLinks} from './reset-email.ts';
import {safeNext} from './safe-next.ts';

const required = 'This field is required.';
const wrongCredentials =
	'Please enter a correct username and password. Note that both fields may be case-sensitive.';

export type Errors = Record<string, string[]>;

/** Leads to the login, or to the page after it. A project's own page at this URL comes first. */
export async function accounts(context: Context, next: Next): Promise<void> {
	await next();
	if (context.status !== 404) return;
	const {loginUrl, loginRedirectUrl} = context.settings;
	context.redirect(context.state.user ? loginRedirectUrl : loginUrl);
}

export function loginPage(context: Context): Promise<void> {
	return form(context, 'auth/login.html', {next: context.query.next});
}

export async function login(context: Context): Promise<void> {
	const {username, password, next} = context.request.body;
	const errors = missing({username, password});
	if (Object.keys(errors).length > 0) {
		return form(context, 'auth/login.html', {username, next, errors});
	}
	const {result: user, waitSeconds} = await tryLogin(context, username, password);
	if (!user) {
		const error = waitSeconds > 0 ? tooMany(context, waitSeconds) : wrongCredentials;
		return form(context, 'auth/login.html', {username, next, errors: {form: [error]}});
	}
	user.lastLogin = new Date();
	await context.em.flush();
	await logIn(context, user);
	const wanted = safeNext(next ?? context.query.next, context.host);
	context.redirect(wanted ?? context.settings.loginRedirectUrl);
}

/** Only by POST, so that an image on another site cannot log anybody out. */
export function logout(context: Context): void {
	logOut(context);
	context.redirect(context.settings.logoutRedirectUrl);
}

export const passwordPage: View = loginRequired(context =>
	form(context, 'auth/password_change.html'),
);

export const changePassword: View = loginRequired(async context => {
	const errors = await changeErrors(context);
	if (Object.keys(errors).length > 0) return form(context, 'auth/password_change.html', {errors});
	const {user} = context.state;
	const {password} = context.request.body;
	await setPassword(context.em, context.settings, user, String(password));
	await startSession(context, user);
	reportAuthEvent(context, 'password-changed', user.username);
	context.redirect(`${context.path.replace(/\/?$/, '/')}done/`);
});

export const passwordChanged: View = loginRequired(async context => {
	await form(context, 'auth/password_change_done.html');
});

async function changeErrors(context: LoggedIn): Promise<Errors> {
	const {oldPassword, password, passwordAgain} = context.request.body;
	const errors = missing({oldPassword, password, passwordAgain});
	if (Object.keys(errors).length > 0) return errors;
	const {user} = context.state;
	const {result, waitSeconds} = await tryLogin(context, user.username, oldPassword);
	if (waitSeconds > 0) return {oldPassword: [tooMany(context, waitSeconds)]};
	if (!result) {
		errors.oldPassword = ['Your old password was entered incorrectly. Please enter it again.'];
	}
	return {...errors, ...(await newPasswordErrors(context, user))};
}

/** Of the fields `password` and `passwordAgain`. */
export async function newPasswordErrors(context: Context, owner: PasswordOwner): Promise<Errors> {
	const {password, passwordAgain} = context.request.body;
	const errors = missing({password, passwordAgain});
	if (Object.keys(errors).length > 0) return errors;
	if (password !== passwordAgain) return {passwordAgain: ['The two password fields didn’t match.']};
	const weak = await passwordErrors(context.settings, String(password), owner);
	return weak.length > 0 ? {password: weak} : {};
}

/** Sets the status to 429. @returns the sentence for the page */
export function tooMany(context: Context, waitSeconds: number): string {
	context.status = 429;
	context.set('Retry-After', String(waitSeconds));
	const wait =
		waitSeconds < 60 ? count(waitSeconds, 'second') : count(Math.ceil(waitSeconds / 60), 'minute');
	return `Too many failed attempts. Please try again in ${wait}.`;
}

function count(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

interface FormFields {
	errors?: Errors;
	username?: unknown;
	next?: unknown;
	email?: unknown;
	/** Whose password is reset. */
	account?: PasswordOwner | undefined;
}

/** Where a link by e-mail is asked for; undefined where none can be sent, or there is no such page. */
function resetUrlOf(context: Context): string | undefined {
	if (!canSendLinks(context)) return undefined;
	try {
		return context.urlFor('password_reset');
	} catch {
		return undefined;
	}
}

/** Renders a page with a form, which no cache may store. @param fields unvalidated */
export async function form(
	context: Context,
	template: string,
	{errors = {}, account, ...fields}: FormFields = {},
): Promise<void> {
	const [username, next, email] = [fields.username, fields.next, fields.email].map(textOrNone);
	context.set('Cache-Control', 'no-store');
	await context.render(template, {
		...{errors, username, next, email, account},
		...{resetUrl: resetUrlOf(context), loginUrl: context.settings.loginUrl},
	});
}

function textOrNone(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

export function missing(fields: Record<string, unknown>): Errors {
	return Object.fromEntries(
		Object.entries(fields)
			.filter(([, value]) => value === undefined || value === null || value === '')
			.map(([name]) => [name, [required]]),
	);
}

import type {Context} from '../../index.ts';
import {setPassword} from './accounts.ts';
import {reportAuthEvent} from './auth-log.ts';
import {knowNetwork} from './login.ts';
import {canSendLinks, sendResetLinks} from './reset-email.ts';
import {isResetToken} from './reset-link.ts';
import {countRequest} from './throttle/requests.ts';
import type {User} from './user/user.ts';
import {userEntity} from './user-entity.ts';
import {emailErrors} from './usernames.ts';
import {type Errors, form, missing, newPasswordErrors, tooMany} from './views.ts';

type OfLink = Context<{uid: string; token: string}>;

export function resetPage(context: Context): Promise<void> {
	refuseWithoutEmail(context);
	return form(context, 'auth/password_reset_form.html');
}

export async function requestReset(context: Context): Promise<void> {
	refuseWithoutEmail(context);
	const {email} = context.request.body;
	const errors: Errors = missing({email});
	if (!errors.email && (typeof email !== 'string' || emailErrors(email.trim()).length > 0))
		errors.email = ['Enter a valid email address.'];
	const address = String(email).trim();
	if (!errors.email) {
		userEntity(context.em, context.settings);
		const waitSeconds = await countRequest(context.em, address.toLowerCase(), context.ip);
		if (waitSeconds > 0) errors.email = [tooMany(context, waitSeconds)];
	}
	if (errors.email) return form(context, 'auth/password_reset_form.html', {errors, email});
	sendResetLinks(context, address);
	context.redirect(context.urlFor('password_reset_done'));
}

export function resetRequested(context: Context): Promise<void> {
	return form(context, 'auth/password_reset_done.html');
}

/** A link is opened: its token goes into the session, so that the page's address does not tell it to others. */
export async function openLink(context: OfLink): Promise<void> {
	const {token} = context.params;
	const inSession = token === inSessionToken;
	const user = await userOfLink(context);
	if (!user) return form(context, 'auth/password_reset_confirm.html', {account: undefined});
	if (inSession) return form(context, 'auth/password_reset_confirm.html', {account: user});
	sessionOf(context).resetToken = token;
	context.set('Cache-Control', 'no-store');
	context.set('Referrer-Policy', 'no-referrer');
	const {uid} = context.params;
	context.redirect(context.urlFor('password_reset_confirm', {uid, token: inSessionToken}));
}

export async function resetPassword(context: OfLink): Promise<void> {
	const user = context.params.token === inSessionToken ? await userOfLink(context) : undefined;
	if (!user) return form(context, 'auth/password_reset_confirm.html', {account: undefined});
	const errors = await newPasswordErrors(context, user);
	if (Object.keys(errors).length > 0)
		return form(context, 'auth/password_reset_confirm.html', {errors, account: user});
	delete sessionOf(context).resetToken;
	await setPassword(context.em, context.settings, user, String(context.request.body.password));
	await knowNetwork(context.em, user.username, context.ip);
	reportAuthEvent(context, 'password-reset', user.username);
	context.redirect(context.urlFor('password_reset_complete'));
}

export function resetDone(context: Context): Promise<void> {
	return form(context, 'auth/password_reset_complete.html');
}

/** Django's word in place of a token that is in the session. */
const inSessionToken = 'set-password';

async function userOfLink(context: OfLink): Promise<User | undefined> {
	const {uid, token} = context.params;
	const given = token === inSessionToken ? (sessionOf(context).resetToken ?? '') : token;
	const id = Number(Buffer.from(uid, 'base64url').toString());
	if (!Number.isSafeInteger(id) || id < 1 || id > 2 ** 31 - 1) return undefined;
	const user = await context.em.findOne(userEntity(context.em, context.settings), {id});
	const found = user?.isActive ? user : undefined;
	return isResetToken(given, found, context.settings) ? found : undefined;
}

function sessionOf({session}: Context) {
	if (session) return session;
	throw new Error(
		"A password reset requires sessions. Add 'quarterdeck/sessions' to settings.apps.",
	);
}

function refuseWithoutEmail(context: Context): void {
	if (!canSendLinks(context)) context.throw(404);
}

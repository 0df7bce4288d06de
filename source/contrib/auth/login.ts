import {createHmac, timingSafeEqual} from 'node:crypto';
import type {CompleteSettings, Context, View} from '../../index.ts';
import {checkPassword, findUser} from './accounts.ts';
import type {User} from './entities.ts';
import {type Outcome, throttled} from './throttle.ts';
import {userEntity} from './user-entity.ts';

/**
 * Who has this name and password; nobody, or how long to wait, after too many failures from this
 * network or with this name. Takes anything that a visitor sent.
 */
export async function tryLogin(
	context: Context,
	username: unknown,
	password: unknown,
): Promise<Outcome<User>> {
	const {em, settings, ip: address} = context;
	const user = typeof username === 'string' ? await findUser(em, settings, username) : undefined;
	return throttled(em, {address, username}, () => checkPassword(em, settings, user, password));
}

/** Lets this visitor in, under a new session id: one that was planted before the login is worthless. */
export async function logIn(context: Context, user: User): Promise<void> {
	const {session} = context;
	if (!session)
		throw new Error("A login needs a session. Add 'quarterdeck/sessions' to settings.apps.");
	if (session.userId !== undefined && session.userId !== user.id) {
		for (const name of Object.keys(session)) if (name !== 'isNew') delete session[name];
	}
	session.userId = user.id;
	session.passwordKey = passwordKey(user, context.settings.secretKey);
	await session.regenerate();
	context.state.user = user;
}

export function logOut(context: Context): void {
	context.session = null;
	context.state.user = null;
}

/** Who sent this request; null for a visitor. Asks the database once a request, and only when asked. */
export async function currentUser(context: Context): Promise<User | null> {
	if (context.state.user === undefined) context.state.user = await readUser(context);
	return context.state.user;
}

async function readUser(context: Context): Promise<User | null> {
	const id = context.session?.userId;
	if (typeof id !== 'number') return null;
	const user = await context.em.findOne(userEntity(context.em, context.settings), {id});
	return user?.isActive && isOfPassword(context, user) ? user : null;
}

/** A session belongs to the password that it was begun with: changing it ends all others. */
function isOfPassword({session, settings}: Context, user: User): boolean {
	const {secretKey, secretKeyFallbacks} = settings;
	const given = Buffer.from(String(session?.passwordKey));
	return [secretKey, ...secretKeyFallbacks].some(key => {
		const expected = Buffer.from(passwordKey(user, key));
		return given.length === expected.length && timingSafeEqual(given, expected);
	});
}

function passwordKey(user: User, secretKey: CompleteSettings['secretKey']): string {
	return createHmac('sha256', secretKey)
		.update(`quarterdeck.session-password.v1:${user.password}`)
		.digest('base64url');
}

/** Sends a visitor to the login and back. Behind it, `context.state.user` is set. */
export function loginRequired(view: View): View {
	return async (context, next) => {
		if (await currentUser(context)) return view(context, next);
		const wanted = encodeURIComponent(context.url).replaceAll('%2F', '/');
		context.redirect(`${context.settings.loginUrl}?next=${wanted}`);
	};
}

/** As `loginRequired`; who is no superuser gets 403. */
export function superuserRequired(view: View): View {
	return loginRequired((context, next) => {
		if (!context.state.user.isSuperuser) context.throw(403, 'Only a superuser may see this.');
		return view(context, next);
	});
}

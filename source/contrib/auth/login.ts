import {createHmac, timingSafeEqual} from 'node:crypto';
import type {EntityManager} from '@mikro-orm/core';
import type {Next} from 'koa';
import type {CompleteSettings, Context, CurrentUser, LoggedIn, View} from '../../index.ts';
import {checkPassword, findUser} from './accounts.ts';
import {reportAuthEvent} from './auth-log.ts';
import {deviceOf, rememberDevice} from './device-cookie.ts';
import {forget, type Outcome, rememberNetwork, throttled} from './throttle/throttle.ts';
import {userEntity} from './user-entity.ts';
import {usernameErrors, usernameKeyOf} from './usernames.ts';

/**
 * Checks a name and a password that a visitor sent, and counts failures. After too many failures from
 * this network or with this name, nothing is checked and `waitSeconds` says how long to wait. Where this
 * user has logged in before, with this browser or from this network, failures elsewhere do not count.
 * @param username unvalidated input, like `password`
 * @returns `result` is the user, or undefined
 * @throws Error in a transaction on SQLite
 */
export async function tryLogin(
	context: Context,
	username: unknown,
	password: unknown,
): Promise<Outcome<CurrentUser>> {
	refuseTransaction(context);
	const {em, settings, ip: address} = context;
	const isName = typeof username === 'string' && usernameErrors(username).length === 0;
	const user = isName ? await findUser(em, settings, username) : undefined;
	const usernameKey = isName ? usernameKeyOf(username) : undefined;
	const attempt = {address, usernameKey, device: deviceOf(context, user)};
	const outcome = await throttled(em, attempt, () => checkPassword(em, settings, user, password));
	const {result, waitSeconds} = outcome;
	const typed = typeof username === 'string' ? username : '';
	if (waitSeconds > 0) reportAuthEvent(context, 'locked-out', typed, waitSeconds);
	else if (!result) reportAuthEvent(context, 'login-failed', typed);
	return outcome;
}

/** Deletes counts of failed logins: of a name, of the networks of an address, or all. @returns how many */
export function forgetFailures(
	em: EntityManager,
	{username, address}: {username?: string; address?: string},
): Promise<number> {
	const usernameKey = username === undefined ? undefined : usernameKeyOf(username);
	return forget(em, {usernameKey, ...(address !== undefined && {address})});
}

/** Makes the network of an address one from which this user has logged in: see `tryLogin`. */
export function knowNetwork(em: EntityManager, username: string, address: string): Promise<void> {
	return rememberNetwork(em, {usernameKey: usernameKeyOf(username), address});
}

/**
 * Logs the visitor in as this user. The session gets a new id, so that an id planted before the login is
 * worthless. The browser gets a device cookie: see `tryLogin`.
 * @throws Error if the sessions app is not installed, or in a transaction on SQLite
 */
export async function logIn(context: Context, user: CurrentUser): Promise<void> {
	await startSession(context, user);
	reportAuthEvent(context, 'login', user.username);
}

/** The same for a user who is logged in already. */
export async function startSession(context: Context, user: CurrentUser): Promise<void> {
	refuseTransaction(context);
	const {session} = context;
	if (!session)
		throw new Error("Logging in requires sessions. Add 'quarterdeck/sessions' to settings.apps.");
	if (session.userId !== undefined && session.userId !== user.id) {
		for (const name of Object.keys(session)) if (name !== 'isNew') delete session[name as 'userId'];
	}
	session.userId = user.id;
	session.passwordKey = passwordKey(user, context.settings.secretKey);
	await session.regenerate();
	rememberDevice(context, user);
	context.state.user = user;
}

/** Counts and sessions are written outside of a view's transaction, on another connection. */
function refuseTransaction({em, settings}: Context): void {
	const {driver} = settings.database;
	const names: Record<string, string> = {sqlite: 'SQLite', libsql: 'libSQL', pglite: 'PGlite'};
	if (!names[driver]) return;
	// `begin` binds a transaction to this EntityManager, `transactional` to what runs inside of it.
	if (!em.isInTransaction() && !em.fork({useContext: true}).isInTransaction()) return;
	throw new Error(
		`A login inside a transaction would wait for itself: ${names[driver]} has one connection. Log in before or after the transaction.`,
	);
}

/** Logs the visitor out and deletes the session. */
export function logOut(context: Context): void {
	const {user} = context.state;
	if (user) reportAuthEvent(context, 'logout', user.username);
	context.session = null;
	context.state.user = null;
}

/** The user who sent this request; null if not logged in. Queries the database at most once. */
export async function currentUser(context: Context): Promise<CurrentUser | null> {
	if (context.state.user === undefined) context.state.user = await readUser(context);
	return context.state.user;
}

async function readUser(context: Context): Promise<CurrentUser | null> {
	const id = context.session?.userId;
	if (typeof id !== 'number') return null;
	const user = await context.em.findOne(userEntity(context.em, context.settings), {id});
	return user?.isActive && isOfPassword(context, user) ? user : null;
}

/** A session is bound to the password hash at login, so changing the password ends all other sessions. */
function isOfPassword({session, settings}: Context, user: CurrentUser): boolean {
	const {secretKey, secretKeyFallbacks} = settings;
	const given = Buffer.from(String(session?.passwordKey));
	return [secretKey, ...secretKeyFallbacks].some(key => {
		const expected = Buffer.from(passwordKey(user, key));
		return given.length === expected.length && timingSafeEqual(given, expected);
	});
}

function passwordKey(user: CurrentUser, secretKey: CompleteSettings['secretKey']): string {
	return createHmac('sha256', secretKey)
		.update(`quarterdeck.session-password.v1:${user.password}`)
		.digest('base64url');
}

/**
 * Redirects visitors who are not logged in to the login page, and back afterwards. In the view
 * `context.state.user` is never null.
 * @example path('/orders/<int:id>/', loginRequired(orderDetail))
 * @example const orderDetail = loginRequired<'/orders/<int:id>/'>(async context => { … });
 */
export function loginRequired<P = Record<string, unknown>>(
	view: (context: LoggedIn<P>, next: Next) => unknown,
): View<P> {
	return async (context, next) => {
		if (await currentUser(context as Context)) return view(context as LoggedIn<P>, next);
		const wanted = encodeURIComponent(context.url).replaceAll('%2F', '/');
		context.redirect(`${context.settings.loginUrl}?next=${wanted}`);
	};
}

/** Like `loginRequired`, and answers users who are not superusers with 403. */
export function superuserRequired<P = Record<string, unknown>>(
	view: (context: LoggedIn<P>, next: Next) => unknown,
): View<P> {
	return loginRequired<P>((context, next) => {
		if (!context.state.user.isSuperuser) context.throw(403, 'Only superusers may view this page.');
		return view(context, next);
	});
}

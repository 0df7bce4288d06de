import type {EntityManager} from '@mikro-orm/core';
import type {CurrentUser} from '../../index.ts';
import {hashPassword, verifyPassword} from './passwords.ts';
import {type AuthSettings, userEntity} from './user-entity.ts';
import {usernameErrors, usernameKeyOf} from './usernames.ts';

/** Finds a user by name, whatever its case or Unicode form. */
export async function findUser(
	em: EntityManager,
	settings: Pick<AuthSettings, 'auth'>,
	username: string,
): Promise<CurrentUser | undefined> {
	if (usernameErrors(username).length > 0) return undefined;
	const usernameKey = usernameKeyOf(username);
	const user = await em.findOne(userEntity(em, settings), {usernameKey});
	// A database that sorts é with e would find somebody else.
	return user?.usernameKey === usernameKey ? user : undefined;
}

/**
 * Finds the user with this name and password. Neither the answer nor its time tells whether the name,
 * the password or the account was wrong. Does not count failures: views that take passwords from
 * visitors call `tryLogin`.
 * @param username unvalidated input, like `password`
 * @returns undefined if the name or the password is wrong, or the account is not active
 */
export async function authenticate(
	em: EntityManager,
	settings: AuthSettings,
	username: unknown,
	password: unknown,
): Promise<CurrentUser | undefined> {
	const user = typeof username === 'string' ? await findUser(em, settings, username) : undefined;
	return checkPassword(em, settings, user, password);
}

/**
 * Checks a user's password. A hash with a lower cost than the setting is replaced.
 * @param user undefined if nobody has the name; the check then takes the same time
 * @returns the user, or undefined if the password is wrong or the account is not active
 */
export async function checkPassword(
	em: EntityManager,
	settings: AuthSettings,
	user: CurrentUser | undefined,
	password: unknown,
): Promise<CurrentUser | undefined> {
	const cost = settings.passwordHashCost;
	const {correct, mustUpdate} = await verifyPassword(password, user?.password, cost);
	if (!user || !correct || !user.isActive) return undefined;
	if (mustUpdate) {
		const renewed = await hashPassword(password as string, cost);
		// Matches no row if the password has been changed meanwhile.
		const row = {id: user.id, password: user.password};
		const count = await em.nativeUpdate(userEntity(em, settings), row, {password: renewed});
		if (count > 0) await em.refresh(user);
	}
	return user;
}

/**
 * Stores a new password without checking it against the rules. It ends all sessions of the user; to
 * keep the current one, call `logIn` afterwards. Report it with `reportAuthEvent`.
 * @throws RangeError if the password is longer than 4096 characters
 */
export async function setPassword(
	em: EntityManager,
	settings: AuthSettings,
	user: CurrentUser,
	password: string,
): Promise<void> {
	user.password = await hashPassword(password, settings.passwordHashCost);
	await em.flush();
}

import type {EntityManager} from '@mikro-orm/core';
import type {User} from './entities.ts';
import {hashPassword, verifyPassword} from './passwords.ts';
import {type AuthSettings, userEntity} from './user-entity.ts';
import {usernameErrors, usernameKeyOf} from './usernames.ts';

/** By name, in whatever case or form it was typed; undefined when nobody has it. */
export async function findUser(
	em: EntityManager,
	settings: Pick<AuthSettings, 'auth'>,
	username: string,
): Promise<User | undefined> {
	if (usernameErrors(username).length > 0) return undefined;
	const usernameKey = usernameKeyOf(username);
	const user = await em.findOne(userEntity(em, settings), {usernameKey});
	// A database that sorts é with e would find somebody else.
	return user?.usernameKey === usernameKey ? user : undefined;
}

/**
 * Who has this name and password and may log in. Whether the name, the password or the account is
 * to blame cannot be told from the answer or from its time. It counts nothing: a view that takes
 * passwords from visitors calls `tryLogin`.
 * @param username anything a visitor sent, and so is `password`
 */
export async function authenticate(
	em: EntityManager,
	settings: AuthSettings,
	username: unknown,
	password: unknown,
): Promise<User | undefined> {
	const user = typeof username === 'string' ? await findUser(em, settings, username) : undefined;
	return checkPassword(em, settings, user, password);
}

/**
 * The user, if this is the password and the account is active. A hash of a lower cost than the
 * settings' is made anew.
 * @param user undefined where nobody has the name: takes as long
 */
export async function checkPassword(
	em: EntityManager,
	settings: AuthSettings,
	user: User | undefined,
	password: unknown,
): Promise<User | undefined> {
	const cost = settings.passwordHashCost;
	const {correct, mustUpdate} = await verifyPassword(password, user?.password, cost);
	if (!user || !correct || !user.isActive) return undefined;
	if (mustUpdate) {
		await renewHash(em, settings, user, await hashPassword(password as string, cost));
	}
	return user;
}

/** Not when the password has been changed in the meantime. */
async function renewHash(
	em: EntityManager,
	settings: AuthSettings,
	user: User,
	password: string,
): Promise<void> {
	const changed = await em.nativeUpdate(
		userEntity(em, settings),
		{id: user.id, password: user.password},
		{password},
	);
	if (changed > 0) await em.refresh(user);
}

/** Ends every session of this user, except one that is told the new hash. */
export async function setPassword(
	em: EntityManager,
	settings: AuthSettings,
	user: User,
	password: string,
): Promise<void> {
	user.password = await hashPassword(password, settings.passwordHashCost);
	await em.flush();
}

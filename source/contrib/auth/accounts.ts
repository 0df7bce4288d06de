import type {EntityManager} from '@mikro-orm/core';
import {User} from './entities.ts';
import {hashPassword, verifyPassword} from './passwords.ts';
import {usernameErrors, usernameKeyOf} from './usernames.ts';

/** By name, in whatever case or form it was typed; undefined when nobody has it. */
export async function findUser(em: EntityManager, username: string): Promise<User | undefined> {
	if (usernameErrors(username).length > 0) return undefined;
	const usernameKey = usernameKeyOf(username);
	const user = await em.findOne(User, {usernameKey});
	// A database that sorts é with e would find somebody else.
	return user?.usernameKey === usernameKey ? user : undefined;
}

/**
 * Who has this name and password and may log in. Whether the name, the password or the account is
 * to blame cannot be told from the answer or from its time.
 * @param username anything a visitor sent, and so is `password`
 * @param cost `settings.passwordHashCost`; an older hash of a lower cost is made anew
 */
export async function authenticate(
	em: EntityManager,
	username: unknown,
	password: unknown,
	cost: number,
): Promise<User | undefined> {
	const user = typeof username === 'string' ? await findUser(em, username) : undefined;
	const {correct, mustUpdate} = await verifyPassword(password, user?.password, cost);
	if (!user || !correct || !user.isActive) return undefined;
	if (mustUpdate) await renewHash(em, user, await hashPassword(password as string, cost));
	return user;
}

/** Not when the password has been changed in the meantime. */
async function renewHash(em: EntityManager, user: User, password: string): Promise<void> {
	const changed = await em.nativeUpdate(User, {id: user.id, password: user.password}, {password});
	if (changed > 0) await em.refresh(user);
}

/** Ends every session of this user, except one that is told the new hash. */
export async function setPassword(
	em: EntityManager,
	user: User,
	password: string,
	cost: number,
): Promise<void> {
	user.password = await hashPassword(password, cost);
	await em.flush();
}

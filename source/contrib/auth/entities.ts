import {defineEntity, type InferEntity, p} from '@mikro-orm/core';

/** What makes a name unique: two that look alike cannot both be taken. See `usernameKeyOf`. */
const usernameKey = () => p.string().length(450).fieldName('username_key');

/**
 * What every entity of users has. A project's own spreads it, adds what it likes, and is named in
 * `settings.auth.user`:
 * @example defineEntity({name: 'User', tableName: 'accounts_user', properties: {...userProperties, phone: p.string()}})
 */
export const userProperties = {
	id: p.integer().primary().fieldName('id'),
	username: p.string().length(150).fieldName('username'),
	usernameKey: usernameKey().unique(),
	email: p.string().length(254).fieldName('email').default(''),
	password: p.string().length(128).fieldName('password').hidden(),
	isActive: p.boolean().fieldName('is_active').default(true),
	isStaff: p.boolean().fieldName('is_staff').default(false),
	isSuperuser: p.boolean().fieldName('is_superuser').default(false),
	dateJoined: p
		.datetime()
		.fieldName('date_joined')
		.onCreate(() => new Date()),
	lastLogin: p.datetime().fieldName('last_login').nullable(),
};

/** Every name of the database is written out: a project's naming strategy must not change what we ship. */
export const User = defineEntity({
	name: 'User',
	tableName: 'auth_user',
	properties: {
		...userProperties,
		usernameKey: usernameKey().unique('auth_user_username_key_unique'),
	},
});

export type User = InferEntity<typeof User>;

/**
 * Failed logins: of a name, of a network, and of a name from a network. The part that a row does
 * not count is empty.
 */
export const FailedLogins = defineEntity({
	name: 'FailedLogins',
	tableName: 'auth_failed_logins',
	properties: {
		/** SHA-256: people type passwords where a name belongs. */
		usernameHash: p.string().length(64).primary().fieldName('username_hash'),
		/** `203.0.113.0/24`, `2001:db8:0:1::/64` */
		network: p.string().length(64).primary().fieldName('network'),
		count: p.integer().fieldName('failures'),
		blockedUntil: p.datetime().fieldName('blocked_until'),
		/** When they are forgotten. */
		expiresAt: p.datetime().fieldName('expires_at').index('auth_failed_logins_expires_at_index'),
	},
});

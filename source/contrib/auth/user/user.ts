import {defineEntity, type InferEntity, p} from '@mikro-orm/core';

/** Unique, so that two users cannot have names that look alike. See `usernameKeyOf`. */
const usernameKey = () => p.string().length(450).fieldName('username_key');

/**
 * The properties that every user entity needs. A project can define its own entity with them and name it
 * in `settings.auth.user`:
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

/** All table and column names are explicit, so that a project's naming strategy does not change them. */
export const User = defineEntity({
	name: 'User',
	tableName: 'auth_user',
	properties: {
		...userProperties,
		usernameKey: usernameKey().unique('auth_user_username_key_unique'),
	},
});

export type User = InferEntity<typeof User>;

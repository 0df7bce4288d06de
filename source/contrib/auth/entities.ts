import {defineEntity, type InferEntity, p} from '@mikro-orm/core';

/** Every name of the database is written out: a project's naming strategy must not change what we ship. */
export const User = defineEntity({
	name: 'User',
	tableName: 'auth_user',
	properties: {
		id: p.integer().primary().fieldName('id'),
		username: p.string().length(150).fieldName('username'),
		/** What makes a name unique: two that look alike cannot both be taken. See `usernameKeyOf`. */
		usernameKey: p
			.string()
			.length(450)
			.fieldName('username_key')
			.unique('auth_user_username_key_unique'),
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
	},
});

export type User = InferEntity<typeof User>;

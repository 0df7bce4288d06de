import {defineEntity, p} from '@mikro-orm/core';

export const User = defineEntity({
	name: 'User',
	tableName: 'auth_user',
	properties: {
		id: p.integer().primary(),
		username: p.string().length(150).unique(),
		/** Normalised and case-folded: two names that look alike cannot both be taken. */
		usernameKey: p.string().length(150).unique(),
		email: p.string().length(254).default(''),
		password: p.string().length(128),
		isActive: p.boolean().default(true),
		isStaff: p.boolean().default(false),
		isSuperuser: p.boolean().default(false),
		dateJoined: p.datetime().defaultRaw('current_timestamp'),
		lastLogin: p.datetime().nullable(),
	},
});

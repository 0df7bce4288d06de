/** Of the app accounts: users with a phone, a role, and perhaps a birthday, and their profiles. */
export const ownUserEntities = `import {defineEntity, p} from '@mikro-orm/core';
import {userProperties} from 'quarterdeck/auth';

export const User = defineEntity({
	name: 'User',
	tableName: 'accounts_user',
	properties: {
		...userProperties,
		phone: p.string().length(20).unique(),
		role: p.enum(['editor', 'admin']),
		newsletter: p.boolean().default(false),
		born: p.datetime().nullable(),
	},
});

export const Profile = defineEntity({
	name: 'Profile',
	tableName: 'accounts_profile',
	properties: {id: p.integer().primary(), user: () => p.oneToOne(User).owner()},
});
`;

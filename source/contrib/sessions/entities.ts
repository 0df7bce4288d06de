import {defineEntity, p} from '@mikro-orm/core';

/** A visitor's session. */
export const Session = defineEntity({
	name: 'Session',
	tableName: 'session',
	properties: {
		/** SHA-256 of the id in the cookie, as 64 hex digits. */
		key: p.string().length(64).primary().fieldName('session_key'),
		/** JSON. */
		data: p.text().fieldName('data'),
		createdAt: p.datetime().fieldName('created_at'),
		expiresAt: p.datetime().fieldName('expires_at').index('session_expires_at_index'),
	},
});

import {defineEntity, p} from '@mikro-orm/core';

/**
 * Counts failed logins by name, by network, and by both. The column that a row does not count by is
 * empty. Networks from which somebody has logged in with a name stand here as well: see `known-networks.ts`.
 */
export const FailedLogins = defineEntity({
	name: 'FailedLogins',
	tableName: 'auth_failed_logins',
	properties: {
		/** Hashed with SHA-256, because people sometimes type a password as their name. */
		usernameHash: p.string().length(64).primary().fieldName('username_hash'),
		/** `203.0.113.0/24`, `2001:db8:0:1::/64`; `device:…` for a browser with a device cookie; `known:` before a known network. */
		network: p.string().length(64).primary().fieldName('network'),
		count: p.integer().fieldName('failures'),
		blockedUntil: p.datetime().fieldName('blocked_until'),
		/** When the count starts again at zero. */
		expiresAt: p.datetime().fieldName('expires_at').index('auth_failed_logins_expires_at_index'),
	},
});

import {hostname, userInfo} from 'node:os';

/** The current unix user, as shown to others. */
export function operatorName(): string {
	try {
		return userInfo().username;
	} catch {
		return process.env.USER ?? 'unknown';
	}
}

export function hostName(): string {
	return hostname().split('.')[0] ?? 'localhost';
}

import {hostname, userInfo} from 'node:os';

/** The unix user at the keyboard, as others see them. */
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

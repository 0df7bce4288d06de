import {homedir} from 'node:os';

/** The user's home; `/` for a user without one, as containers and services may have. */
export function homeFolder(): string {
	try {
		return homedir();
	} catch {
		return '/';
	}
}

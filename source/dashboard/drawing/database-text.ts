import type {DatabaseStatus} from '../../runs/project-status.ts';
import {safe} from './foreign-text.ts';

/** `sqlite db.sqlite3`, `postgresql app@localhost/blog` */
export function databaseText({driver, name, host, user}: DatabaseStatus): string {
	const server = host ? `${user ? `${user}@` : ''}${host}/` : '';
	return safe(`${driver} ${server}${name}`.trim());
}

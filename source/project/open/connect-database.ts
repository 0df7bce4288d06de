import {existsSync} from 'node:fs';
import {sqliteFile, unreachable} from '../database/address.ts';
import type {Database} from '../database/database.ts';
import type {Project} from '../project.ts';

/**
 * Connects with the driver alone.
 * @returns undefined when it is a SQLite file that does not exist yet; it is not made by looking
 * @throws CommandError `database-unreachable`
 */
export async function connectDatabase(project: Project): Promise<Database | undefined> {
	const connect = () => connectAnew(project);
	return project.kept ? project.kept.over(connect) : connect();
}

async function connectAnew(project: Project): Promise<Database | undefined> {
	try {
		const {driver} = project.settings.database;
		if (project.caller) return await (await import('./caller-orm.ts')).connectBeside(project);
		if (driver === 'sqlite') {
			if (!existsSync(sqliteFile(project))) return undefined;
			if (project.mikroOrm) return await (await import('./connect-mikro-orm.ts')).connect(project);
			return (await import('../database/sqlite.ts')).connect(project);
		}
		if (project.mikroOrm) return await (await import('./connect-mikro-orm.ts')).connect(project);
		if (driver === 'postgresql')
			return await (await import('../database/postgresql.ts')).connect(project);
		return await (await import('../database/mysql.ts')).connect(project);
	} catch (error) {
		throw unreachable(project, error);
	}
}

import type {DatabaseAccess} from '../database-access.ts';

export const settingsAccess: DatabaseAccess = {
	async connect(project) {
		const {driver} = project.settings.database;
		if (driver === 'sqlite' || driver === 'libsql')
			return (await import('../database/sqlite.ts')).connect(project, await this.password(project));
		if (driver === 'pglite') {
			const {pgliteOfSettings} = await import('./orm-of-settings.ts');
			return (await import('../database/pglite.ts')).connect(project, () =>
				pgliteOfSettings(project),
			);
		}
		if (driver === 'postgresql')
			return (await import('../database/postgresql.ts')).connect(project);
		return (await import('../database/mysql.ts')).connect(project);
	},
	async openOrm(project, use = {}) {
		return (await import('./orm-of-settings.ts')).openOrmOfSettings(project, use);
	},
	async password({settings: {database}}) {
		if (database.driver === 'libsql') return database.password;
		return database.url ? decodeURIComponent(new URL(database.url).password) : database.password;
	},
	isBare({settings: {database}}) {
		return Object.keys(database.options ?? {}).every(option => option === 'migrations');
	},
};

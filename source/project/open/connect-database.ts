import {unreachable} from '../database/address.ts';
import type {Database} from '../database/database.ts';
import type {Project} from '../project.ts';

/**
 * Connects with the bare driver.
 * @returns undefined when the SQLite file does not exist yet; connecting does not create it
 * @throws CommandError `database-unreachable`
 */
export async function connectDatabase(project: Project): Promise<Database | undefined> {
	const connect = async () => {
		try {
			return await project.access.connect(project);
		} catch (error) {
			throw unreachable(project, error);
		}
	};
	return project.cachedConnection ? project.cachedConnection.over(connect) : connect();
}

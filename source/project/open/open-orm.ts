import type {OpenOrm, OrmUse} from '../database-access.ts';
import type {Project} from '../project.ts';

/**
 * The project's own copy of MikroORM with all entities of its apps. It connects with the first
 * query, so this works offline.
 * @throws CommandError when a driver is not installed or an entity file cannot be imported
 */
export function openOrm(project: Project, use: OrmUse = {}): Promise<OpenOrm> {
	return project.access.openOrm(project, use);
}

import path from 'node:path';
import {CommandError} from '../errors/command-error.ts';
import {openProject} from '../project/open/open.ts';
import type {Project} from '../project/project.ts';
import type {ProjectOptions} from './index.ts';
import {projectOver} from './project-over.ts';

/** @throws CommandError `usage`, `no-project`, `settings` … */
export async function projectOf({directory, database, orm}: ProjectOptions): Promise<Project> {
	if (!orm) return openProject(path.resolve(directory ?? '.'), database);
	if (!database) return projectOver(orm, directory);
	throw new CommandError('The database is that of the ORM; both were given.', {code: 'usage'});
}

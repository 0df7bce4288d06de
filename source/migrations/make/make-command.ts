import {mikroOrmVersion} from '../../mikro-orm/version.ts';
import type {Project} from '../../project/project.ts';

/** What makes a project's migrations: MikroORM 6 has to do it itself. */
export function makeCommand(project: Project): string {
	return canMakeMigrations(project)
		? 'quarterdeck makemigrations'
		: 'npx mikro-orm migration:create';
}

export function canMakeMigrations({kind, root}: Project): boolean {
	return kind === 'quarterdeck' || mikroOrmVersion(root).major > 6;
}

import {appOf} from '../../project/apps/app-registry.ts';
import type {Project} from '../../project/project.ts';
import type {Target} from './plan.ts';
import {readMigrationState} from './state.ts';

/**
 * What two words on a command line name. In a project of one app its label may be left out.
 * @throws CommandError `unknown-app`
 */
export async function targetOf(project: Project, app: string, name?: string): Promise<Target> {
	const [only, ...others] = project.apps;
	const isAlone = only && others.length === 0 && name === undefined && app !== only.label;
	if (isAlone && (await isMigration(project, app))) return {app: only.label, name: app};
	return {app: appOf(project.apps, app).label, name};
}

/** Whether the name of a migration begins with it, of one without a file as well. */
async function isMigration(project: Project, name: string): Promise<boolean> {
	if (name === 'zero') return true;
	const {apps} = await readMigrationState(project, () => {});
	const all = apps.flatMap(({migrations, missing}) => [...migrations, ...missing]);
	return all.some(other => other.name.startsWith(name));
}

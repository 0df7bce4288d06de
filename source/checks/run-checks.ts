import {openProject} from '../project/open/open.ts';
import type {Project} from '../project/project.ts';
import {findProject} from '../project/settings/find.ts';
import {checkApps} from './apps.ts';
import {checkDatabase} from './database.ts';
import {checkEntities} from './entities.ts';
import {type Check, type CheckSite, findingOf} from './finding/check.ts';
import type {Finding} from './finding/finding.ts';
import {checkGlobs} from './globs.ts';
import {checkMigrations} from './migrations.ts';
import {runOwnChecks} from './own-checks.ts';
import {checkServer} from './server.ts';
import {checkSettings, findingsOfOpening} from './settings.ts';

const checksOf: Record<Project['kind'], Check[]> = {
	quarterdeck: [
		checkSettings,
		checkApps,
		checkEntities,
		checkDatabase,
		checkMigrations,
		checkServer,
	],
	'mikro-orm': [checkGlobs, checkDatabase, checkMigrations],
};

/**
 * Finds problems that a command or the server would run into. Writes nothing.
 * @param directory a folder in the project
 * @param options.deploy includes the checks for production
 * @param options.replay also runs all migrations on a new database
 * @param options.timeout seconds that a check for production waits for the application
 * @throws CommandError `no-project`; other problems are findings
 */
export async function* runChecks(
	directory: string,
	{deploy, replay, timeout}: {deploy: boolean; replay: boolean; timeout?: number | undefined},
): AsyncGenerator<Finding, Project | undefined> {
	const location = findProject(directory);
	const opened = await attempt(openProject(location.root));
	if (!opened.value) {
		yield* findingsOfOpening(opened.error, location);
		return undefined;
	}
	const project = opened.value;
	const {value: open, error} = await attempt(project.access.openOrm(project));
	try {
		if (!open) yield findingOf('entities.E001', error);
		yield* look({project, open, timeout}, deploy);
	} finally {
		await open?.orm.close(true);
	}
	if (replay) yield* (await import('./replay.ts')).checkReplay(project);
	return project;
}

async function* look(site: CheckSite, deploy: boolean): AsyncGenerator<Finding> {
	const {project, open} = site;
	for (const check of checksOf[project.kind]) yield* check(site);
	if (deploy) {
		// The server's packages are loaded only when its responses are checked.
		const {deploymentChecks} = await import('./deployment/index.ts');
		for (const check of deploymentChecks[project.kind]) yield* check(site);
	}
	if (open && project.kind === 'quarterdeck') yield* runOwnChecks(project, open, deploy);
}

async function attempt<T>(work: Promise<T>): Promise<{value?: T; error?: unknown}> {
	try {
		return {value: await work};
	} catch (error) {
		return {error};
	}
}

import {type CommandError, dataOf, isCommandError} from '../errors/command-error.ts';
import {misnaming} from '../migrations/files/file-names.ts';
import {type AppMigrations, loadGraph, readMigrationState} from '../migrations/graph/state.ts';
import {readUnfinished} from '../migrations/unfinished/progress.ts';
import {unfinishedProblem, waysToSettle} from '../migrations/unfinished/question.ts';
import {databaseAddress} from '../project/database/address.ts';
import type {Project} from '../project/project.ts';
import type {AppStatus, Hindered, NextTry, Problem, ProjectStatus} from '../runs/project-status.ts';

/** The work's result; an expected failure becomes a problem, a bug stays one. */
export async function collectProblems<T>(
	problems: Problem[],
	hinders: Hindered,
	work: () => Promise<T>,
): Promise<T | undefined> {
	try {
		return await work();
	} catch (error) {
		if (!isCommandError(error)) throw error;
		problems.push({...dataOf(error), hinders});
		return undefined;
	}
}

/** From the settings alone. */
export function describeProject(status: ProjectStatus, project: Project): void {
	const {driver, name, host, user} = databaseAddress(project);
	status.project = project.settings.name;
	status.environment = project.settings.environment;
	status.database = {driver, name, host, user, reachable: false};
	status.apps = project.apps.map(({label}) => ({label, migrations: [], unmadeChanges: []}));
}

/** From files and the database. */
export async function addMigrations(
	status: ProjectStatus,
	project: Project,
	unmade: Map<string, string[]> | undefined,
): Promise<void> {
	const note = (problem: CommandError, hinders: Hindered, migration?: string) =>
		status.problems.push({...dataOf(problem), hinders, ...(migration && {migration})});
	await collectProblems(status.problems, 'database', async () => {
		const state = await readMigrationState(project, problem => note(problem, 'migrations'));
		status.database.reachable = true;
		status.unapplied = state.unapplied.length;
		status.apps = state.apps.map(app => appStatus(app, unmade?.get(app.label) ?? []));
		for (const {id, broken} of state.apps.flatMap(({migrations}) => migrations))
			if (broken) note(broken, 'makemigrations', id);
		await addUnfinished(status, project);
		for (const file of state.apps.flatMap(({misnamed}) => misnamed)) {
			status.problems.push({code: 'misnamed-migration', ...misnaming(file), file});
		}
	});
}

/** The status without a database. @param nextTry the next attempt to reach it */
export async function describeAbsence(
	{database, apps}: ProjectStatus,
	{message}: Problem,
	project: Project,
	nextTry: NextTry | undefined,
): Promise<void> {
	database.error = message;
	if (nextTry) database.nextTry = nextTry;
	// Problems with the files are reported once the database is back.
	const graph = await loadGraph(project, () => {});
	for (const app of apps) app.files = graph.of(app.label).map(({name}) => name);
}

/** Migrations that a run left unfinished. */
async function addUnfinished(status: ProjectStatus, project: Project): Promise<void> {
	const unfinished = await readUnfinished(project);
	if (!unfinished) return;
	const {migration} = unfinished;
	status.problems.push({
		code: 'unfinished-migration',
		...unfinishedProblem(unfinished),
		ways: waysToSettle(unfinished),
		migration,
	});
}

function appStatus(app: AppMigrations, unmadeChanges: string[]): AppStatus {
	const files = app.migrations.map(({name, applied, path, edited}) => ({
		name,
		applied: applied?.toISOString() ?? null,
		path,
		...(edited && {edited}),
		warnings: [],
	}));
	const missing = app.missing.map(({name, applied}) => ({
		name,
		applied: applied.toISOString(),
		missingFile: true,
		warnings: [],
	}));
	return {
		label: app.label,
		migrations: [...files, ...missing].sort((a, b) => (a.name < b.name ? -1 : 1)),
		unmadeChanges,
		...(app.conflict && {conflict: app.conflict}),
	};
}

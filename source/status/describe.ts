import {type CommandError, dataOf, isCommandError} from '../errors/command-error.ts';
import {misnaming} from '../migrations/files/file-names.ts';
import {type AppMigrations, loadGraph, readMigrationState} from '../migrations/graph/state.ts';
import {readUnfinished} from '../migrations/unfinished/progress.ts';
import {unfinishedProblem, waysToSettle} from '../migrations/unfinished/question.ts';
import {databaseAddress} from '../project/database/address.ts';
import type {Project} from '../project/project.ts';
import type {
	AppStatus,
	Hindered,
	MigrationStatus,
	NextTry,
	Problem,
	ProjectStatus,
} from '../runs/project-status.ts';

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
	if (project.kind === 'mikro-orm') status.kind = project.kind;
	status.database = {driver, name, host, user, reachable: false};
	status.apps = project.apps.map(({label}) => ({label, migrations: [], unmadeChanges: []}));
}

/** Of the entities with the migrations, by the label of each app. */
export interface Comparison {
	/** The changes that no migration makes. */
	unmade: Map<string, string[]>;
	/** Why an app's entities could not be compared. */
	notCompared: Map<string, string>;
}

/** From files and the database. */
export async function addMigrations(
	status: ProjectStatus,
	project: Project,
	compared: Comparison | undefined,
): Promise<void> {
	const note = (problem: CommandError, hinders: Hindered, migration?: string) =>
		status.problems.push({...dataOf(problem), hinders, ...(migration && {migration})});
	await collectProblems(status.problems, 'database', async () => {
		const state = await readMigrationState(project, problem => note(problem, 'migrations'));
		status.database.reachable = true;
		status.unapplied = state.unapplied.length;
		status.apps = state.apps.map(app => appStatus(app, compared));
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

function appStatus(app: AppMigrations, compared?: Comparison): AppStatus {
	const files = app.migrations.map(({name, applied, path, edited, backfill}) => ({
		name,
		applied: applied?.toISOString() ?? null,
		path,
		...(edited && {edited}),
		...(backfill && {backfill}),
		warnings: [],
	}));
	const missing = app.missing.map(({name, applied}) => ({
		name,
		applied: applied.toISOString(),
		missingFile: true,
		warnings: [],
	}));
	const notCompared = compared?.notCompared.get(app.label);
	return {
		label: app.label,
		migrations: withMissing(files, missing),
		unmadeChanges: compared?.unmade.get(app.label) ?? [],
		...(notCompared && {notCompared}),
		...(app.conflict && {conflict: app.conflict}),
	};
}

/** In the order in which they run; one without a file stands before the first that its name precedes. */
function withMissing(files: MigrationStatus[], missing: MigrationStatus[]): MigrationStatus[] {
	const all = [...files];
	for (const one of missing) {
		const next = all.findIndex(({name}) => name > one.name);
		all.splice(next < 0 ? all.length : next, 0, one);
	}
	return all;
}

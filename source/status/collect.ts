import {readFileSync} from 'node:fs';
import path from 'node:path';
import {writeFileAtomically} from '../atomic-file.ts';
import {isCommandError} from '../errors.ts';
import {misnaming} from '../migrations/file-names.ts';
import {type AppMigrations, readMigrationState} from '../migrations/state.ts';
import {readUnfinished} from '../migrations/unfinished.ts';
import {databaseAddress} from '../project/database.ts';
import {findProject, type ProjectLocation} from '../project/find.ts';
import type {KeptConnection} from '../project/kept-connection.ts';
import {openProject, type Project} from '../project/open.ts';
import {readRuns} from '../runs/live-runs.ts';
import {readOperators} from '../runs/presence.ts';
import type {AppStatus, Problem, ProjectStatus} from '../runs/project-status.ts';
import {ensureStateFolder, statePath} from '../runs/state-folder.ts';
import {readServerStatus} from '../server/control.ts';
import {BackOff} from './back-off.ts';
import {DriftCheck} from './drift-check.ts';
import {HazardCheck} from './hazard-check.ts';

/** Reads the status of one project again and again; opens its settings once. */
export interface StatusReader {
	root: string;
	/** What can be said without an ORM and without entities, and what was found by the others. */
	read(): Promise<ProjectStatus>;
	/** With all that takes longer, but what the database differs in. */
	readWhole(): Promise<ProjectStatus>;
	/** Compares entities and migrations, which loads both the ORM and the entities. */
	compare(): Promise<void>;
	/** Begins to compare the database with the migrations, where that is due. */
	checkDrift(status: ProjectStatus): void;
	/** Looks at what the unapplied migrations would do, where that is due. */
	lookForHazards(status: ProjectStatus): Promise<void>;
}

/**
 * What is wrong with the project is part of its status, never a reason to have none.
 * @param directory where to look for the project, at or above
 * @param kept for whoever reads again and again, and closes it in the end
 * @throws CommandError `no-project` only
 */
export async function openStatus(directory: string, kept?: KeptConnection): Promise<StatusReader> {
	const location = findProject(directory);
	const opening: Problem[] = [];
	const project = await noting(opening, () => openProject(location.root));
	// A file may be put in the place of another one; a server stays the same.
	if (project && project.settings.database.driver !== 'sqlite') project.kept = kept;
	const comparing: Problem[] = [];
	const backOff = new BackOff();
	const drift = project && new DriftCheck(project);
	const hazards = project && new HazardCheck(project);
	let unmade: Map<string, string[]> | undefined;
	const reader: StatusReader = {
		root: location.root,
		async read() {
			const status = await emptyStatus(location);
			status.problems.push(...opening, ...comparing);
			if (!project) return status;
			describeProject(status, project);
			const known = backOff.known();
			if (known) status.problems.push(known);
			else await addMigrations(status, project, unmade);
			const away = status.problems.find(({code}) => code === 'database-unreachable');
			if (!known) backOff.tried(away);
			if (away) status.database.error = away.message;
			hazards?.addTo(status);
			const differs = drift?.known(status);
			if (differs) status.drift = differs;
			if (!unmade) status.incomplete = true;
			return status;
		},
		async readWhole() {
			await reader.compare();
			const status = await reader.read();
			await hazards?.look(status);
			hazards?.addTo(status);
			return status;
		},
		async compare() {
			unmade = new Map();
			if (project) unmade = (await noting(comparing, () => compareEntities(project))) ?? unmade;
		},
		checkDrift: status => drift?.begin(status),
		lookForHazards: async status => hazards?.look(status),
	};
	return reader;
}

async function compareEntities(project: Project): Promise<Map<string, string[]>> {
	const [{openOrm}, {unmadeChanges}] = await Promise.all([
		import('../project/orm.ts'),
		import('../migrations/unmade-changes.ts'),
	]);
	const open = await openOrm(project, {schemaOnly: true});
	try {
		return await unmadeChanges(project, open);
	} finally {
		await open.orm.close(true);
	}
}

/** Keeps the newest status, so that the next dashboard's first frame can show it. */
export function keepStatus(status: ProjectStatus): void {
	try {
		ensureStateFolder(status.root);
		writeFileAtomically(statePath(status.root, 'status.json'), JSON.stringify(status), 0o600);
	} catch {
		// A folder that cannot be written costs the first frame its content, nothing else.
	}
}

async function emptyStatus({root}: ProjectLocation): Promise<ProjectStatus> {
	const {project = path.basename(root), environment = process.env.NODE_ENV ?? 'development'} =
		lastKnown(root);
	return {
		project,
		root,
		environment,
		database: {driver: '', name: '', reachable: false},
		apps: [],
		unapplied: 0,
		server: await readServerStatus(root),
		runs: readRuns(root),
		operators: readOperators(root),
		problems: [],
	};
}

/** As long as settings cannot be read, what they said before: production stays production. */
function lastKnown(root: string): Partial<Pick<ProjectStatus, 'project' | 'environment'>> {
	try {
		const {project, environment} = JSON.parse(readFileSync(statePath(root, 'status.json'), 'utf8'));
		return {project, environment};
	} catch {
		return {};
	}
}

function describeProject(status: ProjectStatus, project: Project): void {
	const {driver, name, host, user} = databaseAddress(project);
	status.project = project.settings.name;
	status.environment = project.settings.environment;
	status.database = {driver, name, host, user, reachable: false};
	status.apps = project.apps.map(({label}) => ({label, migrations: [], unmadeChanges: []}));
}

async function addMigrations(
	status: ProjectStatus,
	project: Project,
	unmade: Map<string, string[]> | undefined,
): Promise<void> {
	await noting(status.problems, async () => {
		const state = await readMigrationState(project);
		status.database.reachable = true;
		status.unapplied = state.unapplied.length;
		status.apps = state.apps.map(app => appStatus(app, unmade?.get(app.label) ?? []));
		await addUnfinished(status, project);
		for (const file of state.apps.flatMap(({misnamed}) => misnamed)) {
			status.problems.push({code: 'misnamed-migration', ...misnaming(file), file});
		}
	});
}

/** What a run has left in its middle, on the way forwards or back. */
async function addUnfinished(status: ProjectStatus, project: Project): Promise<void> {
	const unfinished = await readUnfinished(project);
	if (!unfinished) return;
	const {migration, done, statements} = unfinished;
	status.problems.push({
		code: 'unfinished-migration',
		message: `${migration} did not run to its end: ${done} of its ${statements.length} statement(s) stay in the database.`,
		hint: "Run 'quarterdeck migrate', which tells the ways to go on.",
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

/** The work's result; an expected failure becomes a problem, a bug stays one. */
async function noting<T>(problems: Problem[], work: () => Promise<T>): Promise<T | undefined> {
	try {
		return await work();
	} catch (error) {
		if (!isCommandError(error)) throw error;
		const {code, message, hint, file, line} = error;
		problems.push({code, message, hint, file, line});
		return undefined;
	}
}

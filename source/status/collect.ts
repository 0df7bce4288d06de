import {existsSync, statSync} from 'node:fs';
import path from 'node:path';
import {dataOf, noSnapshot} from '../errors/command-error.ts';
import {cachedComparison} from '../migrations/make/unmade-changes-cache.ts';
import {isLocal, pgliteFolder} from '../project/database/address.ts';
import type {CachedConnection} from '../project/database/cached-connection.ts';
import {CachedReads} from '../project/database/cached-reads.ts';
import {openLocated} from '../project/open/open.ts';
import type {Project} from '../project/project.ts';
import {findProject, type ProjectLocation} from '../project/settings/find.ts';
import {labelOf} from '../project/settings/mikro-orm-config-file.ts';
import {readObject} from '../runs/files/file-ends.ts';
import {readRuns} from '../runs/live-runs.ts';
import {readOperators} from '../runs/presence.ts';
import type {Problem, ProjectStatus} from '../runs/project-status.ts';
import {ensureStateFolder, statePath} from '../runs/state-folder.ts';
import {whyStateIsUnreadable} from '../runs/unreadable-state.ts';
import {readServerStatus} from '../server/control/lifecycle.ts';
import {writeFileAtomically} from '../system/atomic-file.ts';
import {DatabaseRetry} from './database-retry.ts';
import {
	addMigrations,
	type Comparison,
	collectProblems,
	describeAbsence,
	describeProject,
} from './describe.ts';
import {DriftCheck} from './drift-check.ts';
import {HazardCheck} from './hazard-check.ts';
import {appsOnDisk} from './on-disk.ts';

/** Reads the status of one project repeatedly, opening the settings once. */
export interface StatusReader {
	root: string;
	/** Absolute paths. */
	appFolders: string[];
	/** False after the project or one of its apps was moved away, removed or replaced. */
	isThere(): boolean;
	/** The status without loading the ORM, with the last results of the checks below. */
	read(): Promise<ProjectStatus>;
	/** The complete status, except for database drift. */
	readWhole(): Promise<ProjectStatus>;
	/** Compares entities with migrations, which loads the ORM. */
	compare(): Promise<void>;
	/** Starts comparing the database with the migrations, if needed. */
	checkDrift(status: ProjectStatus): void;
	/** Checks what the unapplied migrations would do, if needed. */
	checkHazards(status: ProjectStatus): Promise<void>;
}

/** @param connection for repeated reads; the caller closes it. @throws only CommandError `no-project` */
export async function openStatus(
	directory: string,
	connection?: CachedConnection,
): Promise<StatusReader> {
	const location = findProject(directory);
	const folder = folderOf(location);
	const opening: Problem[] = [];
	const project = await collectProblems(opening, 'everything', () =>
		openLocated(location, {}, problem => opening.push({...dataOf(problem), hinders: 'everything'})),
	);
	// A file may be replaced by another one, so only connections to servers are cached.
	if (project && !isLocal(project)) project.cachedConnection = connection;
	if (project?.settings.database.driver === 'pglite' && connection) {
		const folder = pgliteFolder(project);
		if (folder) project.cachedConnection = new CachedReads(folder);
	}
	const comparing: Problem[] = [];
	const retry = new DatabaseRetry();
	const drift = project && new DriftCheck(project);
	const hazards = project && new HazardCheck(project);
	let compared: Comparison | undefined;
	const reader: StatusReader = {
		root: location.root,
		appFolders: (project?.apps ?? []).map(({folder}) => folder),
		isThere: () =>
			folder === folderOf(location) && (project?.apps ?? []).every(app => existsSync(app.folder)),
		async read() {
			const status = await emptyStatus(location);
			status.problems.push(...opening);
			const unreadable = whyStateIsUnreadable(location.root);
			if (unreadable) status.problems.push(dataOf(unreadable));
			if (!project) return {...status, apps: appsOnDisk(location)};
			describeProject(status, project);
			const known = retry.pending();
			if (known) status.problems.push(known);
			else await addMigrations(status, project, compared);
			const away = status.problems.find(({code}) => code === 'database-unreachable');
			if (!known) retry.tried(away);
			if (away) await describeAbsence(status, away, project, connection && retry.next);
			status.problems.unshift(...comparing.filter(problem => isNew(problem, status)));
			hazards?.addTo(status);
			const differs = drift?.known(status);
			if (differs) status.drift = differs;
			if (!compared) status.incomplete = true;
			return status;
		},
		async readWhole() {
			await reader.compare();
			const status = await reader.read();
			await hazards?.check(status);
			hazards?.addTo(status);
			return status;
		},
		async compare() {
			// Without one of the apps, the entities of the others cannot be compared.
			const found = project && opening.length === 0 && (await compareEntities(project, comparing));
			compared = found || {unmade: new Map(), notCompared: new Map()};
		},
		checkDrift: status => drift?.begin(status),
		checkHazards: async status => hazards?.check(status),
	};
	return reader;
}

/** Another value for another folder of the same name; undefined without the settings. */
function folderOf({root, settingsFile}: ProjectLocation): string | undefined {
	const stat = statSync(root, {throwIfNoEntry: false});
	return stat && existsSync(settingsFile) ? `${stat.dev}:${stat.ino}` : undefined;
}

function isNew({message}: Problem, {problems}: ProjectStatus): boolean {
	return problems.every(problem => problem.message !== message);
}

async function compareEntities(
	project: Project,
	problems: Problem[],
): Promise<Comparison | undefined> {
	const cached = cachedComparison(project);
	if (cached) return {unmade: cached, notCompared: new Map()};
	const {unmadeChanges} = await import('../migrations/make/unmade-changes.ts');
	const open = await collectProblems(problems, 'entities', () =>
		project.access.openOrm(project, {schemaOnly: true}),
	);
	if (!open) return undefined;
	const notCompared = new Map<string, string>();
	try {
		const unmade = await collectProblems(problems, 'makemigrations', () =>
			unmadeChanges(project, open, (problem, {label}) => {
				problems.push({...dataOf(problem), hinders: 'makemigrations'});
				notCompared.set(label, problem.code === noSnapshot ? 'no snapshot' : 'see the problem');
			}),
		);
		return unmade && {unmade, notCompared};
	} finally {
		await open.orm.close(true);
	}
}

/**
 * Caches the latest status for the first frame of the next dashboard. One of a project that could not be
 * opened knows less than the one before.
 */
export function cacheStatus(status: ProjectStatus): void {
	if (status.database?.driver === '') return;
	try {
		ensureStateFolder(status.root);
		writeFileAtomically(statePath(status.root, 'status.json'), JSON.stringify(status), 0o600);
	} catch {
		// Without a writable folder, only the first frame is empty.
	}
}

/** While the settings cannot be read, the last known ones apply: production stays production. */
async function emptyStatus({root, kind}: ProjectLocation): Promise<ProjectStatus> {
	const usual = kind === 'mikro-orm' ? labelOf(root) : path.basename(root);
	const {project = usual, environment = process.env.NODE_ENV ?? 'development'} =
		readObject<ProjectStatus>(statePath(root, 'status.json')) ?? {};
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

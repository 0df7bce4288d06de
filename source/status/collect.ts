import {readFileSync} from 'node:fs';
import path from 'node:path';
import {dataOf} from '../errors/command-error.ts';
import type {KeptConnection} from '../project/database/kept-connection.ts';
import {openProject} from '../project/open/open.ts';
import type {Project} from '../project/project.ts';
import {findProject, type ProjectLocation} from '../project/settings/find.ts';
import {readRuns} from '../runs/live-runs.ts';
import {readOperators} from '../runs/presence.ts';
import type {Problem, ProjectStatus} from '../runs/project-status.ts';
import {ensureStateFolder, statePath} from '../runs/state-folder.ts';
import {whyStateIsUnreadable} from '../runs/unreadable-state.ts';
import {readServerStatus} from '../server/control/lifecycle.ts';
import {writeFileAtomically} from '../system/atomic-file.ts';
import {DatabaseRetry} from './database-retry.ts';
import {addMigrations, describeAbsence, describeProject} from './describe.ts';
import {DriftCheck} from './drift-check.ts';
import {HazardCheck} from './hazard-check.ts';
import {noting} from './problems.ts';

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
	const retry = new DatabaseRetry();
	const drift = project && new DriftCheck(project);
	const hazards = project && new HazardCheck(project);
	let unmade: Map<string, string[]> | undefined;
	const reader: StatusReader = {
		root: location.root,
		async read() {
			const status = await emptyStatus(location);
			status.problems.push(...opening, ...comparing, ...unreadable(location.root));
			if (!project) return status;
			describeProject(status, project);
			const known = retry.pending();
			if (known) status.problems.push(known);
			else await addMigrations(status, project, unmade);
			const away = status.problems.find(({code}) => code === 'database-unreachable');
			if (!known) retry.tried(away);
			if (away) await describeAbsence(status, away, project, kept && retry.next);
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
		import('../project/open/open-orm.ts'),
		import('../migrations/make/unmade-changes.ts'),
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

function unreadable(root: string): Problem[] {
	const error = whyStateIsUnreadable(root);
	return error ? [dataOf(error)] : [];
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

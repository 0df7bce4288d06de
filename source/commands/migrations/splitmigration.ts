import path from 'node:path';
import {defineCommand} from '../../command-definition/define-command.ts';
import {usage} from '../../command-definition/values.ts';
import {type ExitCode, exitCodes, isCommandError} from '../../errors/command-error.ts';
import {refuseBroken} from '../../migrations/graph/graph.ts';
import {findMigration, type Target} from '../../migrations/graph/plan.ts';
import {loadFullGraph} from '../../migrations/graph/state.ts';
import {targetOf} from '../../migrations/graph/target.ts';
import type {Hazard} from '../../migrations/hazards/hazard.ts';
import {type RunLock, takeRunLock} from '../../migrations/locks/lock.ts';
import {readApplied} from '../../migrations/record/recorder.ts';
import {splitFiles} from '../../migrations/split/files.ts';
import {
	literalOf,
	notSplit,
	refuseApplied,
	refuseOtherProjects,
} from '../../migrations/split/refusals.ts';
import {split} from '../../migrations/split/split.ts';
import {appOf} from '../../project/apps/app-registry.ts';
import {dialectOf} from '../../project/database/dialect.ts';
import {openProject} from '../../project/open/open.ts';
import type {Project} from '../../project/project.ts';
import {type Event, log} from '../../runs/events.ts';
import {writeTogether} from '../../system/atomic-file.ts';

export default defineCommand({
	arguments: {
		app: {optional: true, help: 'its app; not needed if it is the only one'},
		name: {help: 'the migration, by name or number; not applied yet'},
	},
	flags: {
		dryRun: {type: 'boolean', help: 'show what would be written; write nothing'},
	},
	journal: ({dryRun}) => !dryRun,
	async *run({app: label, name: typed, dryRun}, {directory, signal}) {
		const project = await openProject(directory);
		refuseOtherProjects(project, dialectOf(project));
		const target = await targetOf(project, label ?? typed, label && typed);
		if (target.name === undefined) throw usage('splitmigration', 'NAME is missing.');
		// A run of migrate has read the file already.
		const lock = dryRun ? undefined : yield* takeRunLock(project, {wait: false, signal});
		try {
			return yield* splitTarget(project, target, lock);
		} finally {
			await lock?.release();
		}
	},
});

/** @param lock undefined to write nothing */
async function* splitTarget(
	project: Project,
	{app: label, name}: Target,
	lock: RunLock | undefined,
): AsyncGenerator<Event, ExitCode> {
	const app = appOf(project.apps, label);
	if (!app.own) throw notSplit(`The migrations of ${label} come with ${app.name}.`);
	const dialect = dialectOf(project);
	const graph = await loadFullGraph(project);
	const file = findMigration(graph, label, name!);
	refuseBroken(graph.order);
	const state = {graph, applied: await readApplied(project)};
	await refuseApplied(project, file, state);
	const literal = literalOf(file, dialect);
	const {parts, hazards} = await split(project, file, literal, state).catch(refuseRewriting);
	if (parts.length === 0) throw notSplit(`${file.id} has no part to split off.`, stepsOf(hazards));
	const files = splitFiles(file, literal, parts, {app, dialect, graph});
	await lock?.verify();
	if (lock) writeTogether([...files.parts, ...files.dependants, ...files.snapshots]);
	for (const [at, {path: written}] of files.parts.entries()) {
		const operations = parts[at]!.up.map(sql => `~ ${sql.replace(/\s+/g, ' ')}`);
		const shown = path.relative(project.root, written);
		yield {type: 'migration-written', app: label, path: shown, operations};
	}
	for (const {path: changed} of files.dependants)
		yield log.info(`${path.relative(project.root, changed)} depends on the last of them now.`);
	yield* advice(hazards);
	return exitCodes.done;
}

/** What the change itself does not allow. */
function refuseRewriting(error: unknown): never {
	if (!isCommandError(error) || error.code !== 'online') throw error;
	throw notSplit(
		error.message,
		'Nothing was written: apply it while nobody uses the table, or change it in two releases.',
	);
}

async function* advice(hazards: Hazard[]): AsyncGenerator<Event, void> {
	for (const hazard of hazards)
		yield log.warning(`${hazard.warning} ${stepOf(hazard)} (${hazard.code})`);
}

function stepsOf(hazards: Hazard[]): string {
	return [
		'Nothing was written.',
		...hazards.map(hazard => `${hazard.code}: ${stepOf(hazard)}`),
	].join('\n');
}

const renameInSteps =
	'Add the new name beside the old one and write both; fill it in batches; read the new one; drop the old one in a later release.';

function stepOf({code, safer}: Hazard): string {
	return code === 'DL007' ? renameInSteps : safer;
}

import {type CommandError, isCommandError, noSnapshot} from '../errors/command-error.ts';
import {misnaming} from '../migrations/files/file-names.ts';
import {migrationFilesOf} from '../migrations/files/migration-files.ts';
import {
	type MigrationState,
	readMigrationState,
	unappliedNotice,
} from '../migrations/graph/state.ts';
import {makeCommand} from '../migrations/make/make-command.ts';
import {unmadeChanges} from '../migrations/make/unmade-changes.ts';
import {readUnfinished} from '../migrations/unfinished/progress.ts';
import {unfinishedProblem} from '../migrations/unfinished/question.ts';
import type {Project} from '../project/project.ts';
import {type CheckSite, findingOf} from './finding/check.ts';
import type {Finding} from './finding/finding.ts';

/** Whether entities, migrations and the database agree. Only reads; runs no migration. */
export async function* checkMigrations(site: CheckSite): AsyncGenerator<Finding> {
	const reported = new Set<string>();
	for (const look of [lookAtFiles, lookAtEntities, lookAtDatabase]) {
		for await (const finding of findingsOf(look(site))) {
			// Several fail on files that do not fit together.
			if (!reported.has(finding.message)) yield finding;
			reported.add(finding.message);
		}
	}
}

async function* findingsOf(findings: AsyncGenerator<Finding>): AsyncGenerator<Finding> {
	try {
		yield* findings;
	} catch (error) {
		// The database check reports that it is unreachable.
		if (isCommandError(error) && error.code === 'database-unreachable') return;
		yield findingOf('migrations.E001', error);
	}
}

/** Each file is parsed, also without a database; none is run. */
async function* lookAtFiles({project}: CheckSite): AsyncGenerator<Finding> {
	for (const {id, broken} of await migrationFilesOf(project).load()) {
		if (!broken) continue;
		const finding = findingOf('migrations.E004', broken);
		yield {...finding, message: `${id} cannot be run: ${finding.message.replace(/\.?$/, '.')}`};
	}
}

async function* lookAtEntities({project, open}: CheckSite): AsyncGenerator<Finding> {
	if (!open) return;
	const problems: CommandError[] = [];
	yield* unmade(project, await unmadeChanges(project, open, problem => problems.push(problem)));
	for (const problem of problems) {
		yield problem.code === noSnapshot
			? {...findingOf('migrations.W006', problem), level: 'warning'}
			: findingOf('migrations.E001', problem);
	}
}

async function* lookAtDatabase({project}: CheckSite): AsyncGenerator<Finding> {
	const problems: CommandError[] = [];
	const state = await readMigrationState(project, problem => problems.push(problem));
	for (const problem of problems) yield findingOf('migrations.E001', problem);
	yield* ofEachApp(state);
	yield* unapplied(state);
	yield* unfinished(project);
}

function* unmade(project: Project, changes: Map<string, string[]>): Generator<Finding> {
	const command = makeCommand(project);
	for (const [label, sentences] of changes) {
		if (sentences.length === 0) continue;
		yield {
			id: 'migrations.W002',
			level: 'warning',
			message: `The entities of ${label} have changed, and no migration says so: ${sentences.join(', ')}.`,
			hint: `Run '${project.kind === 'quarterdeck' ? `${command} ${label}` : command}'.`,
		};
	}
}

function* ofEachApp({apps}: MigrationState): Generator<Finding> {
	for (const {label, migrations, missing, misnamed, conflict} of apps) {
		if (conflict) {
			yield {
				id: 'migrations.E002',
				level: 'error',
				message: `The migrations of ${label} have more than one end: ${conflict.join(', ')}.`,
				hint: "Run 'quarterdeck makemigrations --merge'.",
			};
		}
		for (const {id, path} of migrations.filter(({edited}) => edited)) {
			yield {
				id: 'migrations.W003',
				level: 'warning',
				message: `${id} was edited after it was applied.`,
				hint: 'Other databases get another schema. Undo the edit, and write a new migration.',
				file: path,
			};
		}
		for (const {name} of missing) {
			yield {
				id: 'migrations.W004',
				level: 'warning',
				message: `${label}.${name} is applied, and its file is missing.`,
				hint: `Bring the file back, or forget it with 'quarterdeck migrate ${label} --prune'.`,
			};
		}
		for (const file of misnamed) {
			yield {id: 'migrations.W005', level: 'warning', ...misnaming(file), file};
		}
	}
}

function* unapplied(state: MigrationState): Generator<Finding> {
	const [message, hint] = unappliedNotice(state);
	if (message) yield {id: 'migrations.W001', level: 'warning', message, hint};
}

async function* unfinished(project: Project): AsyncGenerator<Finding> {
	const left = await readUnfinished(project);
	if (left) yield {id: 'migrations.E003', level: 'error', ...unfinishedProblem(left)};
}

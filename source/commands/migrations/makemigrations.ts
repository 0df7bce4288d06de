import path from 'node:path';
import {defineCommand} from '../../command-definition/define-command.ts';
import type {Invocation} from '../../command-definition/invocation.ts';
import {CommandError, type ExitCode, exitCodes} from '../../errors/command-error.ts';
import {parseDialects} from '../../migrations/files/dialect-names.ts';
import {misnaming} from '../../migrations/files/file-names.ts';
import {migrationFilesOf} from '../../migrations/files/migration-files.ts';
import {largeTables} from '../../migrations/make/fills.ts';
import {canMakeMigrations, makeCommand} from '../../migrations/make/make-command.ts';
import {refreshNames} from '../../migrations/make/names-in-code.ts';
import {emptyMigrations, newMigrations, verifyName} from '../../migrations/make/new-migrations.ts';
import {staleDialects} from '../../migrations/make/other-dialects.ts';
import {writeMissingSnapshot} from '../../migrations/make/plain-maker.ts';
import {mergeMigrations} from '../../migrations/make/quarterdeck-maker.ts';
import {knowsOnline} from '../../migrations/make/split-online.ts';
import {unmadeChanges} from '../../migrations/make/unmade-changes.ts';
import {
	cacheThatNothingIsUnmade,
	isNothingLeft,
} from '../../migrations/make/unmade-changes-cache.ts';
import {
	type NewMigration,
	newMigrationPath,
	writeMigrations,
} from '../../migrations/make/writer.ts';
import {affectedRows} from '../../migrations/questions/affected-rows.ts';
import {type Answers, parseAnswers} from '../../migrations/questions/answers.ts';
import {confirmed} from '../../migrations/questions/consent.ts';
import {FlagQuestioner} from '../../migrations/questions/flag-questioner.ts';
import {terminalQuestioner} from '../../migrations/questions/terminal-questioner.ts';
import {type App, appOf} from '../../project/apps/app-registry.ts';
import {type Dialect, dialectOf} from '../../project/database/dialect.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import {openProject} from '../../project/open/open.ts';
import type {Project} from '../../project/project.ts';
import type {Driver} from '../../project/settings/settings.ts';
import {type Event, log} from '../../runs/events.ts';

export default defineCommand({
	arguments: {
		labels: {many: true, optional: true, value: 'APP', help: 'the apps to look at (default: all)'},
	},
	flags: {
		name: {type: 'string', value: 'NAME', help: 'use this name after the number'},
		empty: {type: 'boolean', help: 'write an empty migration, to fill in by hand'},
		merge: {type: 'boolean', help: 'join the branches of a conflict'},
		dryRun: {type: 'boolean', help: 'show what would be written; write nothing'},
		check: {type: 'boolean', help: 'exit with 1 if something would be written; write nothing'},
		noinput: {type: 'boolean', help: 'do not ask; exit with 3 if an answer is needed'},
		rename: {
			type: 'string',
			many: true,
			value: 'APP.ENTITY.OLD=NEW',
			help: 'name a renamed property, or APP.ENTITY=NEW an entity (end with = if it was removed)',
		},
		default: {
			type: 'string',
			many: true,
			value: 'APP.ENTITY.PROPERTY=SQL',
			help: 'set this value in existing rows (of a removed property: when unapplied)',
		},
		online: {
			type: 'boolean',
			help: 'write changes so that a live site goes on meanwhile (always: migrations.online)',
		},
		dialect: {
			type: 'string',
			many: true,
			value: 'NAME',
			help: 'also write SQL for this database (postgresql, mysql …, or all); needs no server',
		},
	},
	journal: ({dryRun, check}) => !dryRun && !check,
	async *run(values, invocation) {
		const dialects = parseDialects('makemigrations', values.dialect);
		if (values.name !== undefined) verifyName(values.name);
		const answers = parseAnswers(values.rename, values.default);
		const project = await openProject(invocation.directory);
		const apps = appsToWrite(project, values.labels);
		yield* (await staleDialects(project, apps)).map(log.warning);
		for (const file of apps.flatMap(app => migrationFilesOf(project).misnamed(app))) {
			const {message, hint} = misnaming(file);
			yield log.warning(`${message} ${hint}`);
		}
		if (values.merge || values.empty) new FlagQuestioner(answers).verifyFlags();
		if (values.merge) return yield* merge(project, apps, values, invocation);
		if (values.empty)
			return yield* writeAll(await empty(project, apps, values, dialects), project, values);
		return yield* makeChanges(project, apps, values, invocation, {answers, dialects});
	},
});

/** What the steps need of the values. */
interface Request {
	labels: string[];
	name?: string;
	dryRun: boolean;
	check: boolean;
	noinput: boolean;
	online: boolean;
}

/** @throws CommandError `unknown-app`; `foreign-app` for one that is a package's */
function appsToWrite({apps}: Project, labels: string[]): App[] {
	const named = labels.map(label => appOf(apps, label));
	const foreign = named.find(({own}) => !own);
	if (foreign) {
		throw new CommandError(`The migrations of ${foreign.label} come with ${foreign.name}.`, {
			code: 'foreign-app',
			hint: 'Only apps in folders of the project get new ones.',
		});
	}
	return named.length > 0 ? named : apps.filter(({own}) => own);
}

function empty(
	project: Project,
	apps: App[],
	{labels, name}: Request,
	dialects: Dialect[],
): Promise<NewMigration[]> {
	if (labels.length > 0 || project.kind === 'mikro-orm')
		return emptyMigrations(project, {apps, name, dialects});
	throw new CommandError('You must supply at least one app label when using --empty.', {
		code: 'usage',
	});
}

/** What the entities have and no migration makes yet. */
async function* makeChanges(
	project: Project,
	apps: App[],
	request: Request,
	{interactive, prompt}: Invocation,
	{answers, dialects}: {answers: Answers; dialects: Dialect[]},
): AsyncGenerator<Event, ExitCode> {
	const {labels, name} = request;
	if (isAsBefore(project, request, {answers, dialects})) return yield* unchanged(labels);
	const person = interactive ? terminalQuestioner(prompt) : undefined;
	const questioner = new FlagQuestioner(answers, person, affectedRows(project));
	const open = await project.access.openOrm(project, {schemaOnly: true});
	try {
		if (request.check && !canMakeMigrations(project)) return yield* compare(project, open);
		const {driver} = project.settings.database;
		const isKnown = knowsOnline(driver);
		if (request.online && !isKnown) yield log.info(nothingOnline(driver));
		const online = isKnown && (request.online || project.settings.migrations.online);
		const fillsInBatches = online ? async () => true : largeTables(project);
		const options = {apps, questioner, name, online, dialects, fillsInBatches};
		const made = await newMigrations(project, open, options);
		questioner.verifyFlags();
		yield* questioner.unanswered;
		if (questioner.unanswered.length > 0) return exitCodes.answerNeeded;
		const writes = made.length > 0 && !request.dryRun && !request.check;
		if (!request.dryRun && !request.check) {
			const others = apps.filter(app => made.every(one => one.app !== app));
			const files = await refreshNames(project, open, others);
			yield* files.map(file => log.info(`Names that changed in code alone are now in ${file}.`));
			if (project.kind === 'mikro-orm' && made.length === 0) {
				const file = await writeMissingSnapshot(project, open);
				if (file) yield log.info(`The schema is now in ${path.relative(project.root, file)}.`);
			}
		}
		const exitCode =
			made.length > 0 ? yield* writeAll(made, project, request) : yield* unchanged(labels);
		if (labels.length === 0 && (writes || made.length === 0))
			cacheThatNothingIsUnmade(project, open, !writes && (request.check || request.dryRun));
		return exitCode;
	} finally {
		await open.orm.close(true);
	}
}

/** Whether nothing has changed since there was nothing to write, so that MikroORM need not be asked. */
function isAsBefore(
	project: Project,
	{check, dryRun}: Request,
	{answers, dialects}: {answers: Answers; dialects: Dialect[]},
): boolean {
	if (dialects.length > 0 || answers.renames.size > 0 || answers.defaults.size > 0) return false;
	return isNothingLeft(project, check || dryRun);
}

/** Tells what MikroORM's own command line would put into a migration. */
async function* compare(project: Project, open: OpenOrm): AsyncGenerator<Event, ExitCode> {
	const changes = [...(await unmadeChanges(project, open)).values()].flat();
	if (changes.length === 0) return yield* unchanged([]);
	yield log.warning(
		`The entities have changed, and no migration says so: ${changes.join(', ')}. Run '${makeCommand(project)}'.`,
	);
	return exitCodes.failed;
}

async function* merge(
	project: Project,
	apps: App[],
	request: Request,
	invocation: Invocation,
): AsyncGenerator<Event, ExitCode> {
	const made = await mergeMigrations(project, apps, request.name);
	if (made.length === 0) {
		yield log.info('No conflicts detected to merge.');
		return exitCodes.done;
	}
	for (const {app, dependencies} of made) {
		yield log.heading(`Merging ${app.label}`);
		const branches = dependencies.map(id => `  Branch ${id.slice(app.label.length + 1)}`);
		yield log.info(branches.join('\n'));
	}
	const question =
		'Merging will only work if the operations of the branches do not conflict\n' +
		'with each other (working on different properties or entities)\n' +
		'Should these migration branches be merged?';
	const answer = yield* confirmed('merge', question, request, invocation);
	if (answer === undefined) return exitCodes.answerNeeded;
	if (answer) return yield* writeAll(made, project, request);
	yield log.info('Nothing was written.');
	return exitCodes.done;
}

async function* writeAll(
	made: NewMigration[],
	{root, settings}: Project,
	{dryRun, check}: Request,
): AsyncGenerator<Event, ExitCode> {
	if (!dryRun && !check) writeMigrations(made, dialectOf({settings}));
	for (const migration of made) {
		yield {
			type: 'migration-written',
			app: migration.app.label,
			path: path.relative(root, newMigrationPath(migration)),
			operations: migration.operations.map(({sign, sentence}) => `${sign} ${sentence}`),
		};
	}
	return check ? exitCodes.failed : exitCodes.done;
}

function nothingOnline(driver: Driver): string {
	return `--online changes nothing: on ${driver}, a migration keeps others out for as long as it runs.`;
}

async function* unchanged(labels: string[]): AsyncGenerator<Event, ExitCode> {
	yield log.info(nothingChanged(labels));
	return exitCodes.done;
}

function nothingChanged(labels: string[]): string {
	if (labels.length === 0) return 'No changes detected';
	const names = labels.map(label => `'${label}'`).join(', ');
	return `No changes detected in app${labels.length > 1 ? 's' : ''} ${names}`;
}

import path from 'node:path';
import type {Command, Input} from '../command-definition/command.ts';
import {CommandError, type ExitCode, exitCodes} from '../errors/command-error.ts';
import {parseDialects} from '../migrations/files/dialect-names.ts';
import {emptyMigrations, mergeMigrations} from '../migrations/make/empty-migrations.ts';
import {newMigrations, verifyName} from '../migrations/make/new-migrations.ts';
import {staleDialects} from '../migrations/make/other-dialects.ts';
import {keepThatAllIsMade} from '../migrations/make/unmade-changes-cache.ts';
import {type NewMigration, newMigrationPath, writeMigration} from '../migrations/make/writer.ts';
import {rowsConcerned} from '../migrations/questions/affected-rows.ts';
import {type Answers, parseAnswers} from '../migrations/questions/answers.ts';
import {confirmed} from '../migrations/questions/consent.ts';
import {FlagQuestioner} from '../migrations/questions/flag-questioner.ts';
import {TerminalQuestioner} from '../migrations/questions/terminal-questioner.ts';
import {type App, appOf} from '../project/apps/app-registry.ts';
import {openProject} from '../project/open/open.ts';
import {openOrm} from '../project/open/open-orm.ts';
import type {Project} from '../project/project.ts';
import type {Driver} from '../project/settings/settings.ts';
import type {Event} from '../runs/events.ts';

const command: Command = {
	usage: '[APP…] [OPTIONS]',
	maximum: Number.POSITIVE_INFINITY,
	journal: options => !options['dry-run'] && !options.check,
	options: {
		name: {type: 'string', value: 'NAME', help: 'what stands behind the number'},
		empty: {type: 'boolean', help: 'a migration without a statement, to be written by hand'},
		merge: {type: 'boolean', help: 'join the leaves of a conflict'},
		'dry-run': {type: 'boolean', help: 'show what would be written'},
		check: {type: 'boolean', help: 'exit with 1 if something would be written'},
		noinput: {type: 'boolean', help: 'never ask; end with 3 where an answer is needed'},
		rename: {
			type: 'string',
			multiple: true,
			value: 'APP.ENTITY.OLD=NEW',
			help: 'a property that was renamed, or APP.ENTITY=NEW an entity (nothing behind = if it was removed)',
		},
		default: {
			type: 'string',
			multiple: true,
			value: 'APP.ENTITY.PROPERTY=SQL',
			help: 'a value for the rows that are there; of a removed property, for the way back',
		},
		dialect: {
			type: 'string',
			multiple: true,
			value: 'NAME',
			help: 'SQL for this database as well (postgresql, mysql …, or all); needs no server',
		},
	},
	async *run(input) {
		const {options, positionals} = input;
		const dialects = parseDialects('makemigrations', options.dialect);
		if (options.name !== undefined) verifyName(options.name);
		const answers = parseAnswers(options.rename ?? [], options.default ?? []);
		const project = await openProject(input.directory);
		const apps = appsToWrite(project, positionals);
		for (const text of await staleDialects(project, apps)) {
			yield {type: 'log', level: 'warning', text};
		}
		if (options.merge) return yield* merge(project, apps, input);
		if (options.empty)
			return yield* writeAll(await empty(project, apps, input, dialects), project, input);
		return yield* makeChanges(project, apps, input, answers, dialects);
	},
};

export default command;

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
	{positionals, options}: Input,
	dialects: Driver[],
): Promise<NewMigration[]> {
	if (positionals.length > 0) return emptyMigrations(project, apps, options.name, dialects);
	throw new CommandError('You must supply at least one app label when using --empty.', {
		code: 'usage',
	});
}

/** What the entities have and no migration makes yet. */
async function* makeChanges(
	project: Project,
	apps: App[],
	input: Input,
	answers: Answers,
	dialects: Driver[],
): AsyncGenerator<Event, ExitCode> {
	const {options, positionals} = input;
	const person = input.interactive ? new TerminalQuestioner(input.prompt) : undefined;
	const questioner = new FlagQuestioner(answers, person, rowsConcerned(project));
	const open = await openOrm(project, {schemaOnly: true});
	try {
		const made = await newMigrations(project, open, {
			apps,
			questioner,
			name: options.name,
			dialects,
		});
		yield* questioner.unanswered;
		if (questioner.unanswered.length > 0) return exitCodes.answerNeeded;
		const writes = made.length > 0 && !options['dry-run'] && !options.check;
		if (made.length > 0) questioner.verifyFlags();
		const exitCode =
			made.length > 0 ? yield* writeAll(made, project, input) : yield* unchanged(positionals);
		if (positionals.length === 0 && (writes || made.length === 0)) keepThatAllIsMade(project);
		return exitCode;
	} finally {
		await open.orm.close(true);
	}
}

async function* merge(project: Project, apps: App[], input: Input) {
	const made = await mergeMigrations(project, apps, input.options.name);
	if (made.length === 0) {
		yield {type: 'log', level: 'info', text: 'No conflicts detected to merge.'} as Event;
		return exitCodes.done;
	}
	for (const {app, dependencies} of made) {
		yield {type: 'log', level: 'heading', text: `Merging ${app.label}`} as Event;
		const branches = dependencies.map(id => `  Branch ${id.slice(app.label.length + 1)}`);
		yield {type: 'log', level: 'info', text: branches.join('\n')} as Event;
	}
	const question =
		'Merging will only work if the operations of the branches do not conflict\n' +
		'with each other (working on different properties or entities)\n' +
		'Should these migration branches be merged?';
	const answer = yield* confirmed('merge', question, input.options, input);
	if (answer === undefined) return exitCodes.answerNeeded;
	if (answer) return yield* writeAll(made, project, input);
	yield {type: 'log', level: 'info', text: 'Nothing was written.'} as Event;
	return exitCodes.done;
}

async function* writeAll(made: NewMigration[], {root, settings}: Project, {options}: Input) {
	for (const migration of made) {
		if (!options['dry-run'] && !options.check) writeMigration(migration, settings.database.driver);
		yield {
			type: 'migration-written',
			app: migration.app.label,
			path: path.relative(root, newMigrationPath(migration)),
			operations: migration.operations.map(({sign, sentence}) => `${sign} ${sentence}`),
		} as Event;
	}
	return options.check ? exitCodes.failed : exitCodes.done;
}

async function* unchanged(labels: string[]): AsyncGenerator<Event, ExitCode> {
	yield {type: 'log', level: 'info', text: nothingChanged(labels)};
	return exitCodes.done;
}

function nothingChanged(labels: string[]): string {
	if (labels.length === 0) return 'No changes detected';
	const names = labels.map(label => `'${label}'`).join(', ');
	return `No changes detected in app${labels.length > 1 ? 's' : ''} ${names}`;
}

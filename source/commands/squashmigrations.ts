import path from 'node:path';
import type {Command, Input} from '../command-definition/command.ts';
import {CommandError, type ExitCode, exitCodes} from '../errors/command-error.ts';
import {parseDialects} from '../migrations/files/dialect-names.ts';
import type {MigrationFile} from '../migrations/files/loader.ts';
import {verifyName} from '../migrations/make/new-migrations.ts';
import {staleDialects} from '../migrations/make/other-dialects.ts';
import {runsCode} from '../migrations/squash/parts.ts';
import {migrationsToSquash} from '../migrations/squash/range.ts';
import {
	lengthOf,
	type Squashed,
	type SquashedVariant,
	type SquashOptions,
	squash,
} from '../migrations/squash/squash.ts';
import {writeSquashed} from '../migrations/squash/writer.ts';
import {type App, appOf} from '../project/apps/app-registry.ts';
import {openProject} from '../project/open/open.ts';
import {openOrm} from '../project/open/open-orm.ts';
import type {Project} from '../project/project.ts';
import type {Event} from '../runs/events.ts';

const question = 'Do you wish to proceed?';

const command: Command = {
	usage: 'APP [FROM] TO',
	maximum: 3,
	journal: true,
	options: {
		noinput: {type: 'boolean', help: 'never ask'},
		'no-optimize': {
			type: 'boolean',
			help: 'keep all statements, also of what was taken back later',
		},
		dialect: {
			type: 'string',
			multiple: true,
			value: 'NAME',
			help: 'make all of the app for this database as well (postgresql, mysql …, or all)',
		},
		'squashed-name': {type: 'string', value: 'NAME', help: 'what stands behind the number'},
	},
	async *run(input) {
		const {positionals, options} = input;
		const [label, ...names] = positionals;
		if (options['squashed-name'] !== undefined) verifyName(options['squashed-name']);
		if (label === undefined || names.length === 0) throw missingName();
		const dialects = parseDialects('squashmigrations', options.dialect);
		const project = await openProject(input.directory);
		refusePlain(project);
		const app = appOf(project.apps, label);
		refuseForeign(app);
		const [from, to] = names.length === 1 ? [undefined, names[0]!] : [names[0], names[1]!];
		const files = await migrationsToSquash(project, app, from, to);
		for (const text of await staleDialects(project, [app])) {
			yield {type: 'log', level: 'warning', text};
		}
		const list = files.map(({name}) => ` - ${name}`).join('\n');
		yield {type: 'log', level: 'heading', text: 'Will squash the following migrations:'};
		yield info(list);
		const refusal = yield* consent(input);
		if (refusal !== undefined) return refusal;
		return yield* write(project, app, files, {
			name: options['squashed-name'],
			isFirst: from === undefined,
			optimize: !options['no-optimize'],
			dialects,
		});
	},
};

export default command;

/** @returns the exit code when nothing may be written */
async function* consent({
	options,
	interactive,
	prompt,
}: Input): AsyncGenerator<Event, ExitCode | undefined> {
	if (options.noinput) return undefined;
	if (interactive) {
		if (await prompt.confirm(`${question} [y/N] `)) return undefined;
		yield info('Nothing was written.');
		return exitCodes.done;
	}
	const kind = 'confirm' as const;
	const choices = ['yes', 'no'];
	yield {type: 'question', id: 'squash', kind, text: question, choices, flag: '--noinput'};
	return exitCodes.answerNeeded;
}

async function* write(
	project: Project,
	app: App,
	files: MigrationFile[],
	options: SquashOptions,
): AsyncGenerator<Event, ExitCode> {
	yield info(options.optimize ? 'Optimizing...' : '(Skipping optimization.)');
	const open = await openOrm(project);
	let squashed: Squashed;
	try {
		squashed = await squash(project, open, app, files, options);
	} finally {
		await open.orm.close(true);
	}
	writeSquashed(squashed, app);
	if (options.optimize) yield optimization(squashed);
	const file = path.relative(project.root, squashed.path);
	yield {type: 'log', level: 'success', text: `Created new squashed migration ${file}`};
	yield info(`  You should commit this migration but leave the old ones in place;
  the new migration will be used for new installs. Once you are sure
  all instances of the codebase have applied the migrations you squashed,
  you can delete them.`);
	const [{parts, optimized}] = squashed.variants as [SquashedVariant];
	const byHand = optimized ? [] : parts.filter(runsCode).map(({id}) => id);
	if (byHand.length > 0) {
		const text = `Manual porting required: ${byHand.join(', ')} ${byHand.length === 1 ? 'runs' : 'run'} code, which must be copied over where the new migration says so.`;
		yield {type: 'log', level: 'warning', text};
	}
	return exitCodes.done;
}

function optimization({variants, notOptimized}: Squashed): Event {
	const [{parts, optimized}] = variants as [SquashedVariant];
	if (optimized) {
		const [before, after] = [lengthOf(parts), optimized.up.length];
		return info(`  Optimized from ${before} statements to ${after} statements.`);
	}
	if (notOptimized === undefined) return info('  No optimizations possible.');
	const text = `  Not optimized, all statements stand one after another: ${notOptimized}.`;
	return {type: 'log', level: 'warning', text};
}

function info(text: string): Event {
	return {type: 'log', level: 'info', text};
}

function missingName(): CommandError {
	return new CommandError('An app and the name of its last migration to squash are needed.', {
		code: 'usage',
		exitCode: exitCodes.usage,
		hint: "Type 'quarterdeck squashmigrations --help' for usage.",
	});
}

function refuseForeign({own, label, name}: App): void {
	if (own) return;
	throw new CommandError(`The migrations of ${label} come with ${name}.`, {
		code: 'foreign-app',
		hint: 'Only those of apps in folders of the project can be squashed.',
	});
}

/** MikroORM does not know that one migration replaces others, and would run it beside them. */
function refusePlain({kind}: Project): void {
	if (kind === 'quarterdeck') return;
	throw new CommandError('MikroORM knows no squashed migrations, and this is its project.', {
		code: 'plain-project',
		hint: "MikroORM's own 'mikro-orm migration:rollup' merges files that are applied everywhere.",
	});
}

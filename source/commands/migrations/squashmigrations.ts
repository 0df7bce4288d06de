import path from 'node:path';
import {defineCommand} from '../../command-definition/define-command.ts';
import {usage} from '../../command-definition/values.ts';
import {CommandError, type ExitCode, exitCodes} from '../../errors/command-error.ts';
import {parseDialects} from '../../migrations/files/dialect-names.ts';
import type {MigrationFile} from '../../migrations/files/loader.ts';
import {targetOf} from '../../migrations/graph/target.ts';
import {verifyName} from '../../migrations/make/new-migrations.ts';
import {staleDialects} from '../../migrations/make/other-dialects.ts';
import {confirmed} from '../../migrations/questions/consent.ts';
import {runsCode} from '../../migrations/squash/parts.ts';
import {migrationsToSquash} from '../../migrations/squash/range.ts';
import {
	lengthOf,
	type Squashed,
	type SquashedVariant,
	type SquashOptions,
	squash,
} from '../../migrations/squash/squash.ts';
import {writeSquashed} from '../../migrations/squash/writer.ts';
import {type App, appOf} from '../../project/apps/app-registry.ts';
import {openProject} from '../../project/open/open.ts';
import type {Project} from '../../project/project.ts';
import {type Event, log} from '../../runs/events.ts';

export default defineCommand({
	arguments: {
		app: {optional: true, help: 'their app; not needed if it is the only one'},
		from: {optional: true, help: 'the first migration to squash (default: the first of all)'},
		to: {help: 'the last migration to squash'},
	},
	flags: {
		noinput: {type: 'boolean', help: 'do not ask'},
		noOptimize: {type: 'boolean', help: 'keep all statements, even those that cancel out'},
		dialect: {
			type: 'string',
			many: true,
			value: 'NAME',
			help: 'also write all of the app for this database (postgresql, mysql …, or all)',
		},
		squashedName: {type: 'string', value: 'NAME', help: 'use this name after the number'},
	},
	journal: true,
	async *run({app: label, from: typed, to, ...flags}, invocation) {
		if (flags.squashedName !== undefined) verifyName(flags.squashedName);
		const dialects = parseDialects('squashmigrations', flags.dialect);
		const project = await openProject(invocation.directory);
		refusePlain(project);
		const target = await targetOf(project, label ?? to, typed);
		if (label === undefined && target.name === undefined)
			throw usage('squashmigrations', 'TO is missing.');
		const app = appOf(project.apps, target.app);
		const from = label === undefined ? undefined : target.name;
		refuseForeign(app);
		const files = await migrationsToSquash(project, app, from, to);
		yield* (await staleDialects(project, [app])).map(log.warning);
		yield log.heading('Will squash the following migrations:');
		yield log.info(files.map(({name}) => ` - ${name}`).join('\n'));
		const answer = yield* confirmed('squash', 'Do you wish to proceed?', flags, invocation);
		if (answer === undefined) return exitCodes.answerNeeded;
		if (!answer) {
			yield log.info('Nothing was written.');
			return exitCodes.done;
		}
		return yield* write(project, app, files, {
			name: flags.squashedName,
			isFirst: from === undefined,
			optimize: !flags.noOptimize,
			dialects,
		});
	},
});

async function* write(
	project: Project,
	app: App,
	files: MigrationFile[],
	options: SquashOptions,
): AsyncGenerator<Event, ExitCode> {
	yield log.info(options.optimize ? 'Optimizing...' : '(Skipping optimization.)');
	const open = await project.access.openOrm(project);
	let squashed: Squashed;
	try {
		squashed = await squash(project, open, app, files, options);
	} finally {
		await open.orm.close(true);
	}
	writeSquashed(squashed, app);
	if (options.optimize) yield optimization(squashed);
	const file = path.relative(project.root, squashed.path);
	yield log.success(`Created new squashed migration ${file}`);
	yield log.info(`  You should commit this migration but leave the old ones in place;
  the new migration will be used for new installs. Once you are sure
  all instances of the codebase have applied the migrations you squashed,
  you can delete them.`);
	const [{parts, optimized}] = squashed.variants as [SquashedVariant];
	const byHand = optimized ? [] : parts.filter(runsCode).map(({id}) => id);
	if (byHand.length > 0) {
		yield log.warning(
			`Manual porting required: ${byHand.join(', ')} ${byHand.length === 1 ? 'runs' : 'run'} code; copy it to the places marked in the new migration.`,
		);
	}
	return exitCodes.done;
}

function optimization({variants, notOptimized}: Squashed): Event {
	const [{parts, optimized}] = variants as [SquashedVariant];
	if (optimized) {
		const [before, after] = [lengthOf(parts), optimized.up.length];
		return log.info(`  Optimized from ${before} statements to ${after} statements.`);
	}
	if (notOptimized === undefined) return log.info('  No optimizations possible.');
	return log.warning(`  Not optimized, all statements are kept: ${notOptimized}.`);
}

function refuseForeign({own, label, name}: App): void {
	if (own) return;
	throw new CommandError(`The migrations of ${label} come with ${name}.`, {
		code: 'foreign-app',
		hint: 'Only those of apps in folders of the project can be squashed.',
	});
}

/** MikroORM does not know that one migration replaces others, and would run both. */
function refusePlain({kind}: Project): void {
	if (kind === 'quarterdeck') return;
	throw new CommandError('A plain MikroORM project cannot have squashed migrations.', {
		code: 'plain-project',
		hint: "MikroORM's own 'mikro-orm migration:rollup' merges files that are applied everywhere.",
	});
}

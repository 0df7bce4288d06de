import {CommandError} from '../../errors/command-error.ts';
import {type Dialect, isMysqlFamily} from '../../project/database/dialect.ts';
import type {Project} from '../../project/project.ts';
import type {MigrationFile} from '../files/loader.ts';
import {previewOf} from '../files/preview.ts';
import {readingOf, textOf} from '../files/reading.ts';
import {parse} from '../files/syntax.ts';
import type {MigrationGraph} from '../graph/graph.ts';
import type {Applied} from '../record/recorder.ts';
import {readUnfinished} from '../unfinished/progress.ts';

/** The statements of a migration that only sends them. */
export interface Literal {
	up: string[];
	/** Undefined if it cannot be unapplied. */
	down: string[] | undefined;
}

/** @throws CommandError `not-split` for what is applied, or needed by what is */
export async function refuseApplied(
	project: Project,
	{id}: MigrationFile,
	{graph, applied}: {graph: MigrationGraph; applied: Applied},
): Promise<void> {
	if (applied.has(id)) throw notSplit(`${id} is applied.`, 'Only what has not run can be split.');
	const later = [...graph.withDescendants([id])].find(other => applied.has(other));
	if (later) throw notSplit(`${later} is applied, and depends on ${id}.`);
	const unfinished = await readUnfinished(project);
	if (unfinished?.migration === id)
		throw notSplit(
			`${id} is partly applied.`,
			"Run 'quarterdeck migrate', which shows how to continue.",
		);
	const squashed = graph.order.find(({replaces}) => replaces.includes(id));
	if (squashed) throw notSplit(`${squashed.id} replaces ${id}.`);
}

/**
 * What a migration sends, if that is all that its file has.
 * @throws CommandError `not-split`
 */
export function literalOf(file: MigrationFile, dialect: Dialect): Literal {
	const {id} = file;
	if (file.backfill) throw notSplit(`${id} is a backfill, which fills rows in batches already.`);
	const reading = readingOf(file);
	const up = previewOf(file, 'forwards', dialect);
	const down = up.reversible ? previewOf(file, 'backwards', dialect) : undefined;
	const isWhole = [up, down].every(one => one?.stoppedBy === undefined);
	if (!reading?.literal || !isWhole) throw notSplit(`${id} runs code.`, byHand);
	if (reading.dialects.length > 0) throw notSplit(`${id} is for several databases.`, byHand);
	if (!up.transactional) throw notSplit(`${id} runs without a transaction.`, byHand);
	const members = [...Object.keys(reading.statics), ...reading.computed];
	const other = members.find(name => name !== 'dependencies');
	if (other) throw notSplit(`${id} has a member of its own, static ${other}.`, byHand);
	const comments = parse(
		textOf(file),
		/\.[cm]?ts$/.test(file.path) ? 'typescript' : 'javascript',
	).comments;
	const own = comments.find(comment => !/^(?:Generated|Answered): /.test(comment));
	if (own !== undefined) throw notSplit(`${id} has comments, which would be lost: ${own}`, byHand);
	return {up: up.sql, down: down?.sql};
}

export const byHand = "Write its parts by hand; 'makemigrations --empty' makes files for them.";

/** @throws CommandError `not-split` in a plain project, and on databases without online changes */
export function refuseOtherProjects({kind, settings}: Project, dialect: Dialect): void {
	if (kind === 'mikro-orm') {
		throw notSplit(
			'In a plain MikroORM project, names give the order of the migrations.',
			"Delete the file, and run 'quarterdeck makemigrations --online'.",
		);
	}
	if (dialect === 'postgresql' || isMysqlFamily(dialect)) return;
	const {driver} = settings.database;
	throw notSplit(`On ${driver}, a migration keeps others out for as long as it runs.`);
}

export function notSplit(message: string, hint = 'Nothing was written.'): CommandError {
	return new CommandError(message, {code: 'not-split', hint});
}

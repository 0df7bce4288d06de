import {CommandError} from '../../errors/command-error.ts';
import type {Dialect} from '../../project/database/dialect.ts';
import {allDialects} from '../files/dialect-names.ts';
import type {MigrationFile} from '../files/loader.ts';
import {noStatements} from '../files/migration-source.ts';
import {type Preview, previewOf} from '../files/preview.ts';
import {readingOf} from '../files/reading.ts';

/** What one of the squashed migrations does. */
export interface Part {
	id: string;
	up: Preview;
	/** Undefined when it cannot be unapplied. */
	down: Preview | undefined;
}

/**
 * @param driver the kind of database, the ORM's own or another
 * @throws CommandError `not-transactional`
 */
export function partsOn(driver: Dialect, files: MigrationFile[]): Part[] {
	return files.map(file => {
		const up = previewOf(file, 'forwards', driver);
		if (!up.transactional) throw withoutTransaction(file);
		const down = up.reversible ? previewOf(file, 'backwards', driver) : undefined;
		return {id: file.id, up, down};
	});
}

/** False if the migration is for several databases, and this is not one of them. */
export function hasStatements({up}: Part): boolean {
	return !up.stoppedBy?.startsWith(noStatements);
}

/** Whether it runs code, which cannot be copied as statements. */
export function runsCode({up, down}: Part): boolean {
	return [up, down].some(
		preview => preview?.source !== undefined || preview?.stoppedBy !== undefined,
	);
}

/** The kinds of database that the migrations name, the project's own first. */
export function dialectsOf(files: MigrationFile[], own: Dialect): Dialect[] {
	const named = new Set(files.flatMap(file => readingOf(file)?.dialects ?? []));
	return [...new Set([own, ...allDialects.filter(driver => named.has(driver))])];
}

function withoutTransaction({id}: MigrationFile): CommandError {
	return new CommandError(
		`${id} runs without a transaction, so it cannot be squashed with others.`,
		{
			code: 'not-transactional',
			hint: 'Squash what comes before it, or after it.',
		},
	);
}

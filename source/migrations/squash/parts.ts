import {CommandError} from '../../errors/command-error.ts';
import type {Driver} from '../../project/settings/settings.ts';
import type {MikroOrm} from '../engine/mikro-orm.ts';
import {type Preview, previewStep} from '../engine/preview.ts';
import {allDialects} from '../files/dialect-names.ts';
import type {MigrationFile} from '../files/loader.ts';
import {noStatements} from '../files/migration-source.ts';
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
export async function partsOn(
	driver: Driver,
	files: MigrationFile[],
	orm: MikroOrm,
): Promise<Part[]> {
	const parts: Part[] = [];
	for (const file of files) {
		const up = await previewStep(orm, {file, direction: 'forwards'}, driver);
		if (!up.transactional) throw withoutTransaction(file);
		const down = await previewStep(orm, {file, direction: 'backwards'}, driver);
		const isIrreversible = down.stoppedBy?.includes('cannot be reverted');
		parts.push({id: file.id, up, down: isIrreversible ? undefined : down});
	}
	return parts;
}

/** False if the migration is for several databases, and this is not one of them. */
export function hasStatements({up}: Part): boolean {
	return !up.stoppedBy?.startsWith(noStatements);
}

/** Whether it runs code, which cannot be copied as statements. */
export function runsCode({up, down}: Part): boolean {
	return [up, down].some(preview => preview?.runsCode || preview?.stoppedBy !== undefined);
}

/** The kinds of database that the migrations name, the project's own first. */
export function dialectsOf(files: MigrationFile[], own: Driver): Driver[] {
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

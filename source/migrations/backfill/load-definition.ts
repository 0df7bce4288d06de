import {CommandError} from '../../errors/command-error.ts';
import {importSource} from '../../project/import/import-source.ts';
import type {MigrationFile} from '../files/loader.ts';
import type {BackfillDefinition} from './define-backfill.ts';

/** @throws CommandError `no-backfill`, or why the file cannot be imported */
export async function loadDefinition(
	file: MigrationFile,
	root: string,
): Promise<BackfillDefinition> {
	const exported: any = await importSource(file.path, root);
	// CommonJS has everything within the default export.
	const definition = exported.default?.default ?? exported.default;
	const {entity, run, batch} = definition ?? {};
	const isOne = entity && ['object', 'function'].includes(typeof run) && run !== null;
	if (isOne && (batch === undefined || (Number.isInteger(batch) && batch > 0))) return definition;
	throw new CommandError(
		isOne ? `The batch of ${file.id} is not a number of rows.` : `${file.id} exports no backfill.`,
		{
			code: 'no-backfill',
			hint: 'Its default export must be defineBackfill({entity, where, run}).',
			file: file.path,
		},
	);
}

import {accessSync, constants, existsSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import {sqliteFile, unreachable} from '../../project/database/address.ts';
import {canRollBackSchema} from '../../project/database/dialect.ts';
import type {Project} from '../../project/project.ts';
import {withoutDown} from '../unfinished/failure.ts';
import type {DescribedPlan} from './describe-plan.ts';

/** @throws CommandError `not-atomic` where the database cannot roll back changes of the schema */
export function refuseAtomicOn({settings}: Project): void {
	const {driver} = settings.database;
	if (canRollBackSchema(driver)) return;
	throw new CommandError(`${driver} commits each change of the schema at once.`, {
		code: 'not-atomic',
		hint: 'Leave --atomic out.',
	});
}

/** @throws CommandError `not-atomic` where one of the migrations wants no transaction */
export function refuseAtomicOf({withoutTransaction: [id]}: DescribedPlan): void {
	if (id === undefined) return;
	throw new CommandError(
		`${id} runs without a transaction, so it cannot be part of a single one.`,
		{
			code: 'not-atomic',
			hint: 'Leave --atomic out, or apply it by itself first.',
		},
	);
}

/** @throws CommandError `irreversible` where there is no way back, or none with the existing rows */
export function refuseIrreversible({irreversible: [id], stuck: [stuck]}: DescribedPlan): void {
	if (id !== undefined) {
		throw new CommandError(withoutDown(id), {
			code: 'irreversible',
			hint: 'Nothing was changed. Write its down(), or undo it by hand and record that with --fake.',
		});
	}
	if (!stuck) return;
	throw new CommandError(
		`${stuck.migration} cannot be unapplied with the existing rows: ${stuck.warnings.join(' ')}`,
		{
			code: 'irreversible',
			hint: 'Nothing was changed. Let its down() give these rows a value, or delete the rows first.',
		},
	);
}

/**
 * SQLite writes to its file, and to others beside it.
 * @throws CommandError `database-unreachable` before anything has run
 */
export function verifyDatabaseIsWritable(project: Project): void {
	if (project.settings.database.driver !== 'sqlite') return;
	const file = sqliteFile(project);
	if (file === ':memory:') return;
	try {
		accessSync(path.dirname(file), constants.W_OK);
		if (existsSync(file)) accessSync(file, constants.W_OK);
	} catch (error) {
		throw unreachable(project, reasonFor(error));
	}
}

function reasonFor(error: unknown): Error {
	const {code, path: name = ''} = error as NodeJS.ErrnoException;
	return new Error(
		code === 'ENOENT' ? `the folder ${name} does not exist` : `${name} is not writable (${code})`,
	);
}

import {accessSync, constants, existsSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import {databaseFile, libSqlServer, unreachable} from '../../project/database/address.ts';
import {canRollBackSchema, dialectOf} from '../../project/database/dialect.ts';
import type {Project} from '../../project/project.ts';
import {withoutDown} from '../unfinished/failure.ts';
import type {DescribedPlan} from './describe-plan.ts';

/** @throws CommandError `not-atomic` where the database cannot roll back changes of the schema */
export function refuseAtomicOn(project: Project): void {
	if (libSqlServer(project.settings.database)) {
		throw new CommandError('A libSQL server ends a transaction that another writer waits for.', {
			code: 'not-atomic',
			hint: 'Leave --atomic out.',
		});
	}
	const dialect = dialectOf(project);
	if (canRollBackSchema(dialect)) return;
	throw new CommandError(`${dialect} commits each change of the schema at once.`, {
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
 * SQLite and PGlite write to their files, and to others beside them.
 * @throws CommandError `database-unreachable` before anything has run
 */
export function verifyDatabaseIsWritable(project: Project): void {
	const file = databaseFile(project);
	if (file === undefined) return;
	// PGlite makes its folder as well.
	const isNew = project.settings.database.driver === 'pglite' && !existsSync(file);
	const folder = isNew ? path.dirname(path.dirname(file)) : path.dirname(file);
	try {
		accessSync(folder, constants.W_OK);
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

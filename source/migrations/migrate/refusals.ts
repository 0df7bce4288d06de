import {CommandError} from '../../errors/command-error.ts';
import type {Project} from '../../project/project.ts';
import type {DescribedPlan} from './describe-plan.ts';

/** @throws CommandError `not-atomic` where the database has no transaction for it */
export function refuseAtomicOn({settings}: Project): void {
	const {driver} = settings.database;
	if (driver === 'sqlite' || driver === 'postgresql') return;
	throw new CommandError(`${driver} commits each change of the schema by itself.`, {
		code: 'not-atomic',
		hint: 'Leave --atomic out.',
	});
}

/** @throws CommandError `not-atomic` where one of the migrations wants no transaction */
export function refuseAtomicOf({withoutTransaction: [id]}: DescribedPlan): void {
	if (id === undefined) return;
	throw new CommandError(`${id} wants no transaction, so it cannot be part of one for all.`, {
		code: 'not-atomic',
		hint: 'Leave --atomic out, or apply it by itself first.',
	});
}

/** @throws CommandError `irreversible` where there is no way back, or none with the rows that are there */
export function refuseIrreversible({irreversible: [id], stuck: [stuck]}: DescribedPlan): void {
	if (id !== undefined) {
		throw new CommandError(`${id} has no down(): it cannot be unapplied.`, {
			code: 'irreversible',
			hint: 'Nothing was changed. Write its down(), or unapply what it did by hand and record that with --fake.',
		});
	}
	if (!stuck) return;
	throw new CommandError(
		`${stuck.migration} cannot be unapplied with the rows that are there: ${stuck.warnings.join(' ')}`,
		{
			code: 'irreversible',
			hint: 'Nothing was changed. Let its down() give these rows a value, or take them out of the table first.',
		},
	);
}

import {CommandError} from '../../errors/command-error.ts';
import type {Driver} from '../../project/settings/settings.ts';
import type {Snapshot} from '../schema/snapshot.ts';
import {onlineParts, tablesOf} from './online-parts.ts';
import type {NewMigration} from './writer.ts';

/**
 * Splits each migration into those that a live site does not notice. The numbers of later ones of the same app, and
 * what depends on them, move on.
 * @param schemaBefore the schema of an app before the first of its migrations
 * @throws CommandError `online`
 */
export function splitOnline(
	made: NewMigration[],
	schemaBefore: (migration: NewMigration) => Snapshot,
): NewMigration[] {
	const added = new Map<string, number>();
	/** The id of the last part of each migration, by the id that it was made with. */
	const last = new Map<string, string>();
	return made.flatMap(migration => {
		const {app, name, up, down, others = []} = migration;
		if (others.length > 0) throw severalDatabases(app.label);
		const parts = onlineParts(up, down, tablesOf(schemaBefore(migration)));
		const shift = added.get(app.label) ?? 0;
		added.set(app.label, shift + parts.length - 1);
		const idOf = (index: number) => `${app.label}.${nameOf(index)}`;
		const nameOf = (index: number) => {
			const {suffix} = parts[index]!;
			return renumbered(suffix === undefined ? name : `${name}_${suffix}`, shift + index);
		};
		last.set(`${app.label}.${name}`, idOf(parts.length - 1));
		const first = migration.dependencies.map(id => last.get(id) ?? id);
		return parts.map(({suffix: _, ...part}, index) => ({
			...migration,
			...part,
			name: nameOf(index),
			dependencies: index === 0 ? first : [idOf(index - 1)],
			operations: index === 0 ? migration.operations : [],
		}));
	});
}

/** `0003_book_isbn` → 0005_book_isbn */
function renumbered(name: string, shift: number): string {
	const [, number = '', rest] = /^(\d+)(_.*)$/s.exec(name)!;
	return String(Number(number) + shift).padStart(number.length, '0') + rest;
}

/** @throws CommandError `online` */
export function refuseOnline(driver: Driver): void {
	if (driver === 'postgresql') return;
	throw new CommandError(`--online is for PostgreSQL, and the database is ${driver}.`, {
		code: 'online',
		hint: 'Leave --online out.',
	});
}

function severalDatabases(label: string): CommandError {
	return new CommandError(`The migrations of ${label} are for several databases.`, {
		code: 'online',
		hint: 'Only those of PostgreSQL alone can be split: leave --online out.',
	});
}

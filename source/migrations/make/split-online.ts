import {CommandError} from '../../errors/command-error.ts';
import {type Dialect, isMysqlFamily} from '../../project/database/dialect.ts';
import type {Driver} from '../../project/settings/settings.ts';
import type {StoredTables} from '../impact/stored-tables.ts';
import type {Snapshot} from '../schema/snapshot.ts';
import {fillOf} from './fills.ts';
import {demandOnline} from './online-mysql.ts';
import {onlineParts, type Part, tablesOf} from './online-parts.ts';
import {tablesOfSnapshot} from './snapshot-tables.ts';
import type {NewMigration} from './writer.ts';

/**
 * What a change becomes: on PostgreSQL several migrations that a live site does not notice, on MySQL and MariaDB one
 * that no server makes by copying a table.
 * @param before the schema before it
 * @throws CommandError `online`
 */
export async function onlinePartsOn(
	dialect: Dialect,
	{up, down}: Pick<Part, 'up' | 'down'>,
	before: Snapshot,
): Promise<Part[]> {
	if (!isMysqlFamily(dialect)) return onlineParts(up, down, tablesOf(before));
	return [await partOnMysql(dialect, {up, down}, tablesOfSnapshot(before))];
}

/** @param tables before the change @throws CommandError `online` */
export async function partOnMysql(
	dialect: 'mysql' | 'mariadb',
	{up, down}: Pick<Part, 'up' | 'down'>,
	tables: StoredTables,
): Promise<Part> {
	return {
		up: await demandOnline(up, tables, dialect),
		down: await demandOnline(down, tables, dialect, true),
		transactional: true,
	};
}

/**
 * Makes each migration one that a live site does not notice, or several. The numbers of later ones of the same app, and
 * what depends on them, move on.
 * @param schemaBefore the schema of an app before the first of its migrations
 * @throws CommandError `online`
 */
export async function splitOnline(
	made: NewMigration[],
	dialect: Dialect,
	schemaBefore: (migration: NewMigration) => Snapshot,
): Promise<NewMigration[]> {
	const added = new Map<string, number>();
	/** The id of the last part of each migration, by the id that it was made with. */
	const last = new Map<string, string>();
	/** The schema of an app after those of its migrations that were split. */
	const schemas = new Map<string, Snapshot>();
	const split: NewMigration[] = [];
	for (const migration of made) {
		const {app, name, snapshot, others = []} = migration;
		if (others.length > 0) throw severalDatabases(app.label);
		const before = schemas.get(app.label) ?? schemaBefore(migration);
		schemas.set(app.label, snapshot);
		const parts = migration.fill
			? [{up: [], down: [], transactional: true, suffix: undefined}]
			: await onlinePartsOn(dialect, migration, before);
		const shift = added.get(app.label) ?? 0;
		added.set(app.label, shift + parts.length - 1);
		const idOf = (index: number) => `${app.label}.${nameOf(index)}`;
		const nameOf = (index: number) => {
			const {suffix} = parts[index]!;
			return renumbered(suffix === undefined ? name : `${name}_${suffix}`, shift + index);
		};
		last.set(`${app.label}.${name}`, idOf(parts.length - 1));
		const first = migration.dependencies.map(id => last.get(id) ?? id);
		split.push(
			...parts.map(({suffix, ...part}, index) => ({
				...migration,
				...part,
				name: nameOf(index),
				dependencies: index === 0 ? first : [idOf(index - 1)],
				operations: index === 0 ? migration.operations : [],
				...(suffix === 'fill' && part.up.length === 1 && {fill: fillOf(part.up[0]!, snapshot)}),
			})),
		);
	}
	return split;
}

/** `0003_book_isbn` → 0005_book_isbn */
function renumbered(name: string, shift: number): string {
	const [, number = '', rest] = /^(\d+)(_.*)$/s.exec(name)!;
	return String(Number(number) + shift).padStart(number.length, '0') + rest;
}

/** Whether changes on such a database can stand in the way of others. */
export function knowsOnline(driver: Driver): boolean {
	return driver === 'postgresql' || driver === 'mysql' || driver === 'mariadb';
}

function severalDatabases(label: string): CommandError {
	return new CommandError(`The migrations of ${label} are for several databases.`, {
		code: 'online',
		hint: 'Only those of one database can be changed for a live site: leave --online out.',
	});
}

import {rollBack} from '../engine/engine.ts';
import type {MikroOrm} from '../engine/mikro-orm.ts';
import {dropSameDefinitions} from './mysql-definitions.ts';

/**
 * Removes expressions that only seem to differ from a difference. A database rewrites expressions
 * (`between` becomes two comparisons), so the migrations' expression is written to a temporary table,
 * which other connections do not see, and read back.
 * @param change from the database to the migrations, as MikroORM's comparator gives it
 */
export async function dropSameExpressions(change: any, orm: MikroOrm): Promise<void> {
	if (orm.driverName === 'sqlite') return;
	if (orm.driverName !== 'postgresql') return dropSameDefinitions(change, orm);
	const {toTable, changedChecks, changedColumns} = change;
	for (const [name, {expression}] of Object.entries<any>(changedChecks)) {
		const probe = `add constraint probe check (${expression})`;
		if (await isSame(orm, toTable, probe, name)) delete changedChecks[name];
	}
	for (const [name, {column, changedProperties}] of Object.entries<any>(changedColumns)) {
		if (changedProperties.size > 1 || !changedProperties.has('generated') || !column.generated) {
			continue;
		}
		const probe = `add column probe ${column.type} generated always as ${column.generated}`;
		if (await isSame(orm, toTable, probe, name)) delete changedColumns[name];
	}
}

/** If it cannot be found out (on a standby, say), they count as the same. */
async function isSame(orm: MikroOrm, table: any, probe: string, name: string): Promise<boolean> {
	const transaction = await orm.connection.begin();
	const ask: Ask = (sql, parameters = []) =>
		orm.connection.execute(sql, parameters, 'all', transaction);
	try {
		const [actual, expected] = await definitions(table.getQuotedName(), probe, name, ask);
		return actual === expected;
	} catch {
		return true;
	} finally {
		await rollBack(orm, transaction);
	}
}

type Ask = (sql: string, parameters?: unknown[]) => Promise<any[]>;

async function definitions(table: string, probe: string, name: string, ask: Ask) {
	await ask(`create temporary table quarterdeck_probe (like ${table}) on commit drop`);
	await ask(`alter table pg_temp.quarterdeck_probe ${probe}`);
	const definition = async (table: string, name: string) => {
		const rows = await ask(
			`select pg_get_constraintdef(oid) as text from pg_constraint
			where conrelid = ?::regclass and conname = ?
			union all select pg_get_expr(adbin, adrelid) from pg_attrdef
			join pg_attribute on attrelid = adrelid and attnum = adnum
			where adrelid = ?::regclass and attname = ?`,
			[table, name, table, name],
		);
		return rows[0]?.text;
	};
	return [await definition(table, name), await definition('pg_temp.quarterdeck_probe', 'probe')];
}

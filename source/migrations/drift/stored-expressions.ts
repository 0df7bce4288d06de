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
	joinColumnsMadeAnew(change);
	if (orm.driverName === 'sqlite') return;
	if (orm.driverName !== 'postgresql') return dropSameDefinitions(change, orm);
	const {toTable, changedChecks, changedColumns, changedTriggers} = change;
	for (const [name, {expression}] of Object.entries<any>(changedChecks)) {
		const sql = `alter table ${probe} add constraint probe check (${expression})`;
		if (await isSame(orm, toTable, sql, [name, 'probe'])) delete changedChecks[name];
	}
	for (const [name, {column, changedProperties}] of Object.entries<any>(changedColumns)) {
		if (changedProperties.size > 1 || !changedProperties.has('generated') || !column.generated) {
			continue;
		}
		const sql = `alter table ${probe} add column probe ${column.type} generated always as ${column.generated}`;
		if (await isSame(orm, toTable, sql, [name, 'probe'])) delete changedColumns[name];
	}
	for (const [name, trigger] of Object.entries<any>(changedTriggers)) {
		const sql = orm.temporaryTrigger(trigger, 'quarterdeck_probe');
		if (await isSame(orm, toTable, sql, [name, name])) delete changedTriggers[name];
	}
}

/** MikroORM removes and adds a generated column that changes. */
function joinColumnsMadeAnew({addedColumns, removedColumns, changedColumns}: any): void {
	for (const [name, column] of Object.entries<any>(addedColumns)) {
		const fromColumn = removedColumns[name];
		if (!fromColumn) continue;
		delete addedColumns[name];
		delete removedColumns[name];
		const changedProperties = new Set(['generated']);
		changedColumns[name] = {oldColumnName: name, fromColumn, column, changedProperties};
	}
}

const probe = 'pg_temp.quarterdeck_probe';

/**
 * @param sql makes the part on the temporary table
 * @param names of the part, on the table and on the temporary one
 */
async function isSame(
	orm: MikroOrm,
	table: any,
	sql: string,
	[name, probed]: [string, string],
): Promise<boolean> {
	return rolledBack(orm, async ask => {
		const quoted = table.getQuotedName();
		const create = `create temporary table quarterdeck_probe (like ${quoted}); ${sql}`;
		if (!(await canMake(create, ask))) return true;
		return (await definition(quoted, name, ask)) === (await definition(probe, probed, ask));
	});
}

/** Whether PostgreSQL tells the view, and one of the text that it is to have, in the same words. */
export async function isSameView(view: any, orm: MikroOrm): Promise<boolean> {
	if (orm.driverName !== 'postgresql') return false;
	return rolledBack(orm, async ask => {
		const create = `create temporary view quarterdeck_probe as ${view.definition}`;
		if (!(await canMake(create, ask))) return true;
		const [{same}] = (await ask(
			'select pg_get_viewdef(?::regclass) = pg_get_viewdef(?::regclass) as same',
			[orm.quoteTable(view), probe],
		)) as any;
		return same;
	});
}

export type Ask = (sql: string, parameters?: unknown[]) => Promise<any[]>;

/** What cannot be found out (on a standby, say) counts as the same. */
export function canMake(sql: string, ask: Ask): Promise<boolean> {
	return ask(sql).then(
		() => true,
		() => false,
	);
}

/** Nothing that is sent to the database stays. */
export async function rolledBack<T>(orm: MikroOrm, work: (ask: Ask) => Promise<T>): Promise<T> {
	const transaction = await orm.connection.begin();
	try {
		return await work((sql, parameters = []) =>
			orm.connection.execute(sql, parameters, 'all', transaction),
		);
	} finally {
		await rollBack(orm, transaction);
	}
}

async function definition(table: string, name: string, ask: Ask): Promise<string | undefined> {
	const rows = await ask(
		`select pg_get_constraintdef(oid) as text from pg_constraint
		where conrelid = ?::regclass and conname = ?
		union all select pg_get_expr(adbin, adrelid) from pg_attrdef
		join pg_attribute on attrelid = adrelid and attnum = adnum
		where adrelid = ?::regclass and attname = ?
		union all select concat_ws(' ', tgtype, tgattr,
			substring(pg_get_triggerdef(t.oid) from 'WHEN (.*) EXECUTE '), prosrc)
		from pg_trigger t join pg_proc p on p.oid = tgfoid
		where tgrelid = ?::regclass and tgname = ?`,
		[table, name, table, name, table, name],
	);
	return rows[0]?.text;
}

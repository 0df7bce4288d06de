import {quotePart} from '../../project/database/dialect.ts';
import {inTransaction} from '../engine/engine.ts';
import type {MikroOrm} from '../engine/mikro-orm.ts';

const probe = 'quarterdeck_probe';

/**
 * Removes what only seems to differ on MySQL and MariaDB, which keep defaults, expressions, types and the
 * parts of indexes in words of their own. The table of the migrations is made as a temporary one, which other
 * connections do not see, and both are asked for their definition.
 */
export async function dropSameDefinitions(change: any, orm: MikroOrm): Promise<void> {
	const {actual, expected} = await definitions(change.toTable, orm);
	for (const name of Object.keys(change.changedColumns)) {
		if (isSame(actual, expected, `column ${name}`)) delete change.changedColumns[name];
	}
	const {addedIndexes, removedIndexes, changedIndexes, renamedIndexes, changedChecks} = change;
	for (const [old, index] of Object.entries<any>(renamedIndexes)) {
		delete renamedIndexes[old];
		removedIndexes[old] = {keyName: old};
		addedIndexes[index.keyName] = index;
	}
	for (const name of Object.keys({...changedIndexes, ...addedIndexes})) {
		const index = actual.get(`key ${name}`);
		if (index === undefined || index !== expected.get(`key ${name}`)) continue;
		for (const indexes of [changedIndexes, addedIndexes, removedIndexes]) delete indexes[name];
	}
	for (const name of Object.keys(changedChecks)) {
		if (isSame(actual, expected, `check ${name}`)) delete changedChecks[name];
	}
	// MikroORM finds no column of type json whose name has a quote.
	for (const [name, {expression}] of Object.entries<any>(change.removedChecks)) {
		if (expression === `json_valid(${quotePart(name, 'mariadb')})`)
			delete change.removedChecks[name];
	}
	// The server makes one for a key that no other index carries.
	for (const name of Object.keys(change.toTable.getForeignKeys())) delete removedIndexes[name];
	addFullText(change, actual);
}

type Definitions = Map<string, string>;

/** What cannot be found out (on a standby, say) counts as the same. */
function isSame(actual: Definitions, expected: Definitions, part: string): boolean {
	return !expected.has(part) || actual.get(part) === expected.get(part);
}

/** MikroORM compares full-text indexes by their names. */
function addFullText({toTable, changedIndexes}: any, actual: Definitions): void {
	for (const index of toTable.getIndexes()) {
		const found = actual.get(`key ${index.keyName}`);
		if (index.type !== 'fulltext' || found === undefined) continue;
		const columns = index.columnNames.map((name: string) => `\`${name.replaceAll('`', '``')}\``);
		if (found !== `FULLTEXT KEY (${columns.join(',')})`) changedIndexes[index.keyName] = index;
	}
}

async function definitions(
	table: any,
	orm: MikroOrm,
): Promise<{actual: Definitions; expected: Definitions}> {
	return inTransaction(orm, async transaction => {
		const ask = (sql: string) => orm.connection.execute(sql, [], 'all', transaction);
		const read = async (name: string) => {
			const [row] = await ask(`show create table ${name}`);
			return partsOf(row['Create Table']);
		};
		const actual = await read(table.getQuotedName());
		await ask(`drop temporary table if exists ${probe}`);
		for (const sql of orm.temporaryTable(table, probe)) {
			try {
				await ask(sql);
			} catch {
				// What the server does not make here, it may have made in the table.
			}
		}
		try {
			return {actual, expected: await read(probe)};
		} catch {
			return {actual, expected: new Map()};
		} finally {
			await ask(`drop temporary table if exists ${probe}`);
		}
	});
}

const name = '`((?:[^`]|``)+)`';
const line = new RegExp(
	`^\\s*(?:${name} (.*)|((?:UNIQUE |FULLTEXT |SPATIAL )?KEY) ${name} (.*)|CONSTRAINT ${name} (CHECK .*))$`,
);

/** `column NAME`, `key NAME` and `check NAME`, each with its definition. */
function partsOf(create: string): Definitions {
	const parts: Definitions = new Map();
	for (const text of create.split('\n')) {
		const [, column, declared, key, index, on, check, condition] =
			line.exec(text.replace(/,$/, '')) ?? [];
		const bare = (quoted: string) => quoted.replaceAll('``', '`');
		if (column) parts.set(`column ${bare(column)}`, declared!);
		else if (index) parts.set(`key ${bare(index)}`, `${key} ${on}`);
		else if (check) parts.set(`check ${bare(check)}`, condition!);
	}
	return parts;
}

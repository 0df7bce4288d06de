import {ExistingColumns} from '../hazards/tables/existing-columns.ts';
import type {StoredTable} from '../impact/stored-table.ts';
import {columnOf, StoredTables} from '../impact/stored-tables.ts';
import type {Snapshot, TableSnapshot} from '../schema/snapshot.ts';
import {qualifiedName} from '../sql/names.ts';

/** The tables of a snapshot, as they are stored unless somebody has changed that by hand. */
export function tablesOfSnapshot({tables}: Snapshot): StoredTables {
	const named = tables.map(table => {
		const {schema, name} = table;
		return [qualifiedName(schema ? [schema, name] : [name]), table] as const;
	});
	const byName = new Map(named);
	return new StoredTables(async name => {
		const table = byName.get(name);
		return table && stored(table);
	});
}

function stored({columns, indexes}: TableSnapshot): StoredTable {
	const existing = new ExistingColumns('mysql');
	const all = Object.values<any>(columns);
	for (const {name, type, unsigned, nullable, generated, collation} of all) {
		const isSigned = !unsigned || /unsigned/.test(type);
		existing.set(name, {
			...columnOf(isSigned ? type : `${type} unsigned`, collation),
			nullable: nullable === true,
			isGenerated: generated !== undefined,
		});
	}
	const namesIn = (wanted: (index: TableSnapshot['indexes'][number]) => boolean) =>
		new Set(indexes.filter(wanted).flatMap(({columnNames}) => columnNames.map(lower)));
	return {
		isPlain: true,
		hasGenerated: all.some(({generated}) => generated !== undefined),
		hasFulltext: indexes.some(({type}) => type === 'fulltext'),
		columns: existing,
		indexed: namesIn(() => true),
		indexedTogether: namesIn(({columnNames}) => columnNames.length > 1),
		key: namesIn(({primary}) => primary === true),
	};
}

const lower = (name: string) => name.toLowerCase();

import {ExistingColumns} from '../hazards/existing-columns.ts';
import {columnType} from '../hazards/types/column-type.ts';
import type {StoredTable} from '../impact/stored-table.ts';
import type {Snapshot, TableSnapshot} from '../schema/snapshot.ts';
import type {ColumnDeclaration, Effect} from '../sql/effect.ts';
import {type QualifiedName, qualifiedName} from '../sql/names.ts';

/** The tables of a snapshot as MySQL and MariaDB store them, unless somebody has changed that by hand. */
export class SnapshotTables {
	readonly #tables = new Map<QualifiedName, StoredTable>();

	constructor({tables}: Snapshot) {
		for (const table of tables) {
			const {schema, name} = table;
			this.#tables.set(qualifiedName(schema ? [schema, name] : [name]), stored(table));
		}
	}

	/** @returns undefined for one that is not there, or that a statement has made: it is empty */
	get(table: QualifiedName): StoredTable | undefined {
		return this.#tables.get(table);
	}

	follow(effect: Effect): void {
		const table = 'table' in effect ? this.#tables.get(effect.table) : undefined;
		if (!table) return;
		const {columns} = table;
		if (effect.kind === 'drop-table') this.#tables.delete(effect.table);
		if (effect.kind === 'rename-table') {
			this.#tables.delete(effect.table);
			this.#tables.set(effect.to, table);
		}
		if (effect.kind === 'rename-column') {
			const column = columns.get(effect.column);
			if (column) columns.set(effect.to, column);
		}
		if (effect.kind === 'add-column' || effect.kind === 'redeclare-column')
			columns.set(effect.column, declared(effect));
		if (effect.kind === 'unique' || effect.kind === 'index')
			for (const column of effect.columns) table.indexed.add(column.toLowerCase());
	}
}

function stored({columns, indexes}: TableSnapshot): StoredTable {
	const existing = new ExistingColumns('mysql');
	const all = Object.values<any>(columns);
	for (const {name, type, unsigned, nullable, generated, collation} of all) {
		const isSigned = !unsigned || /unsigned/.test(type);
		existing.set(name, {
			...ofType(isSigned ? type : `${type} unsigned`, collation),
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

function declared({declared, type, notNull, isGenerated}: ColumnDeclaration) {
	const {collation} = columnType(declared, 'mysql');
	return {...ofType(type, collation), nullable: !notNull, isGenerated};
}

/** MikroORM's character set where nobody sets another one. */
const usual = 'utf8mb4_general_ci';

function ofType(type: string, collation: string = usual) {
	const {kind} = columnType(type, 'mysql');
	const isText = kind === 'text' || kind === 'enum' || kind === 'set';
	return {type, keyPlace: 0, ...(isText && {collation, tableCollation: usual})};
}

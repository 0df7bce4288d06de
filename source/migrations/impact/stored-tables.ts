import {columnType} from '../hazards/types/column-type.ts';
import type {ColumnDeclaration, Effect} from '../sql/effect.ts';
import type {QualifiedName} from '../sql/names.ts';
import type {StoredTable} from './stored-table.ts';

/** Tables as MySQL and MariaDB store them, at this point of a migration. */
export class StoredTables {
	readonly #load: (table: QualifiedName) => Promise<StoredTable | undefined>;
	/** Without those that are not there, or that a statement has made: they are empty. */
	readonly #tables = new Map<QualifiedName, StoredTable | undefined>();

	/** @param load finds a table as it is before the first statement */
	constructor(load: (table: QualifiedName) => Promise<StoredTable | undefined>) {
		this.#load = load;
	}

	async get(table: QualifiedName): Promise<StoredTable | undefined> {
		if (!this.#tables.has(table)) this.#tables.set(table, await this.#load(table));
		return this.#tables.get(table);
	}

	follow(effect: Effect): void {
		const table = 'table' in effect ? this.#tables.get(effect.table) : undefined;
		if (effect.kind === 'create-table' || effect.kind === 'drop-table')
			this.#tables.set(effect.table, undefined);
		if (!table) return;
		const {columns} = table;
		if (effect.kind === 'rename-table') {
			this.#tables.set(effect.table, undefined);
			this.#tables.set(effect.to, table);
		}
		if (effect.kind === 'rename-column') {
			const column = columns.get(effect.column);
			if (column) columns.set(effect.to, column);
		}
		if (effect.kind === 'add-column' || effect.kind === 'redeclare-column')
			columns.set(effect.column, declared(effect));
		if (effect.kind === 'add-column') table.hasGenerated ||= effect.isGenerated;
		if (effect.kind === 'unique' || effect.kind === 'index')
			for (const column of effect.columns) table.indexed.add(column.toLowerCase());
	}
}

function declared({declared, type, notNull, isGenerated}: ColumnDeclaration) {
	const {collation} = columnType(declared, 'mysql');
	return {...columnOf(type, collation), nullable: !notNull, isGenerated};
}

/** MikroORM's character set where nobody sets another one. */
const usual = 'utf8mb4_general_ci';

/** What is stored of a column's type. @param collation of a text */
export function columnOf(type: string, collation: string = usual) {
	const {kind} = columnType(type, 'mysql');
	const isText = kind === 'text' || kind === 'enum' || kind === 'set';
	return {type, keyPlace: 0, ...(isText && {collation, tableCollation: usual})};
}

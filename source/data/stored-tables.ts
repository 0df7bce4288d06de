import type {MikroOrm} from '../migrations/engine/mikro-orm.ts';
import {type TableName, tableKey} from '../migrations/schema/table-key.ts';
import {metadataOf} from '../mikro-orm/metadata.ts';
import type {App} from '../project/apps/app-registry.ts';

/** How the values of a column are written in every database. */
export type ColumnKind =
	| 'integer'
	| 'float'
	| 'decimal'
	| 'boolean'
	| 'datetime'
	| 'date'
	| 'json'
	| 'binary'
	| 'array'
	| 'text'
	| 'other';

export interface StoredColumn {
	name: string;
	kind: ColumnKind;
	/** As this database declares it: `timestamptz(0)`. */
	type: string;
	autoincrement: boolean;
}

/** A table of the entities, with the columns that can be written. */
export interface StoredTable extends TableName {
	/** The entity's class; the table's name for one between two entities. */
	entity: string;
	columns: StoredColumn[];
	/** The columns of its primary key. */
	key: string[];
	/** The keys of the tables that it refers to. */
	references: string[];
}

/** The tables of an app's entities: one for a hierarchy in a single table, and those between entities as well. */
export function storedTables(orm: any, {target}: MikroOrm, app: App): StoredTable[] {
	const metas = metadataOf(orm);
	const found: any[] = target.of(app).getTables();
	return found.map(table => {
		const own = metas.filter(meta => meta.tableName === table.name && isIn(meta, table));
		const properties = own.flatMap(({props = []}) => props);
		const columns: any[] = table.getColumns();
		return {
			name: table.name,
			schema: table.schema,
			entity: entityOf(own, table.name),
			columns: columns
				.filter(({generated}) => !generated)
				.map(({name, type, mappedType, autoincrement}) => ({
					...{name, type, autoincrement: autoincrement === true},
					kind: kindOf(
						properties.find(({fieldNames = []}) => fieldNames.includes(name)),
						mappedType,
						type,
					),
				})),
			key: table.getPrimaryKey()?.columnNames ?? [],
			references: Object.values<any>(table.getForeignKeys()).map(
				({referencedTableName}) => referencedTableName,
			),
		};
	});
}

function isIn({schema}: any, table: TableName): boolean {
	return (
		!schema || schema === '*' || tableKey({schema, name: ''}) === tableKey({...table, name: ''})
	);
}

/** The root of a hierarchy in a single table stands for all of it. */
function entityOf([meta]: any[], table: string): string {
	if (!meta || meta.pivotTable) return table;
	const {root} = meta;
	return root?.tableName === meta.tableName ? root.className : meta.className;
}

const kinds: [kind: ColumnKind, types: string[]][] = [
	['decimal', ['DecimalType']],
	['float', ['FloatType', 'DoubleType']],
	['integer', ['BigIntType', 'IntegerType', 'SmallIntType', 'TinyIntType', 'MediumIntType']],
	['boolean', ['BooleanType']],
	['datetime', ['DateTimeType']],
	['date', ['DateType']],
	['json', ['JsonType']],
	['binary', ['BlobType', 'Uint8ArrayType']],
	['array', ['ArrayType']],
	['text', ['TextType', 'StringType', 'CharacterType', 'UuidType', 'EnumType', 'TimeType']],
];

/** SQLite declares booleans as integers and lists as texts: there, the property tells. */
function kindOf(property: any, mappedType: object, type: string): ColumnKind {
	const isBoolean = [property?.runtimeType, property?.type].includes('boolean');
	if (isBoolean && /^(?:bool|int|tinyint)/i.test(type)) return 'boolean';
	if (namesOf(property?.customType).includes('ArrayType')) return 'array';
	const names = namesOf(mappedType);
	return kinds.find(([, types]) => types.some(one => names.includes(one)))?.[0] ?? 'other';
}

/** Of an object's class, and of those that it extends. */
function namesOf(object: object | undefined): string[] {
	const names: string[] = [];
	let prototype = object && Object.getPrototypeOf(object);
	for (; prototype; prototype = Object.getPrototypeOf(prototype))
		names.push(prototype.constructor.name);
	return names;
}

/** A table's name: a database may have the same one in several schemas. */
export interface TableName {
	schema?: string | null;
	name: string;
}

/** What tells a table from all others; a foreign key names its tables in the same way. */
export function tableKey({schema, name}: TableName): string {
	return schema ? `${schema}.${name}` : name;
}

export function isTable(one: TableName): (other: TableName) => boolean {
	const key = tableKey(one);
	return other => tableKey(other) === key;
}

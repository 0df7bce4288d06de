import {quotePart} from '../../project/database/dialect.ts';
/**
 * MikroORM's PostgreSQL schema helper for names of any kind. Its own cannot read any table of a database
 * with a quote in a table's name, takes an enum for a text where the column's name is more than an English
 * word, and looks for an index that gets another name in the usual schema only.
 */
export function readingAnyName(PostgreSqlSchemaHelper: any): any {
	return class extends PostgreSqlSchemaHelper {
		getListTablesSQL(): string {
			return super
				.getListTablesSQL()
				.replace(
					`'"' || table_schema || '"."' || table_name || '"'`,
					"quote_ident(table_schema) || '.' || quote_ident(table_name)",
				);
		}

		/** An index is in the schema of its table. */
		getRenameIndexSQL(table: string, {keyName}: any, old: string): string[] {
			const [schema] = (this as any).splitTableName(table);
			const quoted = (this as any).quote(schema, old);
			return [`alter index ${quoted} rename to ${(this as any).quote(keyName)}`];
		}

		getEnumDefinitions(checks: any[]): Record<string, string[]> {
			const own = new Map<any, string>();
			for (const check of checks) {
				const {columnName, definition} = check;
				if (!columnName || !definition || /^\w+$/.test(columnName)) continue;
				own.set(check, definition);
				check.definition = definition.replaceAll(quotePart(columnName, 'postgresql'), 'column');
			}
			const found = super.getEnumDefinitions(checks);
			for (const [check, definition] of own) {
				if (!(check.columnName in found)) check.definition = definition;
			}
			return found;
		}
	};
}

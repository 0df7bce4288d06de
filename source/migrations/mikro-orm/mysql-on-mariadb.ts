/**
 * Lets MySQL's schema helper read MariaDB, which tells some things in other words than MySQL: a text by default
 * has quotes, no default is the word NULL, JSON is a long text with a check, and the name of a check belongs to its
 * table.
 */
export function readMariadb(helper: any): void {
	const {getAllColumns, getAllChecks} = helper;
	helper.getAllColumns = async (connection: any, ...rest: unknown[]) => {
		const isMariadb = await tellsMariadb(connection);
		return getAllColumns.call(helper, isMariadb ? asMysql(connection) : connection, ...rest);
	};
	helper.getAllChecks = async (connection: any, tables: Table[], ...rest: unknown[]) =>
		(await tellsMariadb(connection))
			? checksOf(helper, connection, tables)
			: getAllChecks.call(helper, connection, tables, ...rest);
}

interface Table {
	table_name: string;
}

async function tellsMariadb(connection: any): Promise<boolean> {
	const [{version}] = await connection.execute('select version() as version');
	return /mariadb/i.test(version);
}

function asMysql(connection: any): object {
	return {
		async execute(sql: string, ...rest: unknown[]) {
			const json = new Set(
				(await checks(connection))
					.filter(isOfJson)
					.map(({table_name, name}) => `${table_name}.${name}`),
			);
			const columns: any[] = await connection.execute(sql, ...rest);
			return columns.map(column => {
				const isJson = json.has(`${column.table_name}.${column.column_name}`);
				return {
					...column,
					...(isJson && {
						column_type: 'json',
						data_type: 'json',
						collation_name: null,
						length: null,
					}),
					column_default: bare(column),
				};
			});
		},
	};
}

/** A text without its quotes and escapes, which the helper adds again. */
function bare({column_default: value, data_type}: Column): string | null {
	if (value === 'NULL') return null;
	const isText = /char|text|enum/.test(data_type);
	const [, text] = (isText && /^'(.*)'$/s.exec(value ?? '')) || [];
	return text === undefined
		? value
		: text.replace(/''|\\(.)/gs, (_, escaped = "'") => (escaped === 'n' ? '\n' : escaped));
}

interface Column {
	column_default: string | null;
	data_type: string;
}

interface Check {
	table_schema: string;
	table_name: string;
	name: string;
	expression: string;
}

function checks(connection: any): Promise<Check[]> {
	return connection.execute(
		`select constraint_schema as table_schema, table_name as table_name, constraint_name as name,
			check_clause as expression
		from information_schema.check_constraints where constraint_schema = database() order by constraint_name`,
	);
}

function isOfJson({name, expression}: Check): boolean {
	return expression === `json_valid(\`${name.replaceAll('`', '``')}\`)`;
}

/** By table, as the helper keeps them. */
async function checksOf(helper: any, connection: any, tables: Table[]): Promise<object> {
	const found: Record<string, object[]> = {};
	for (const check of await checks(connection)) {
		if (isOfJson(check) || !tables.some(({table_name}) => table_name === check.table_name))
			continue;
		const {name, expression} = check;
		const key = helper.getTableKey(check);
		found[key] ??= [];
		found[key].push({
			name,
			definition: `check ${expression}`,
			expression: expression.replace(/^\((.*)\)$/, '$1'),
		});
	}
	return found;
}

import {quoteText} from '../../project/database/dialect.ts';
import {readingAnyName} from './postgresql-names.ts';

const helpers = new WeakMap<object, any>();

/** Is called before the schema generator is made, which keeps the helper that it finds. */
export function castAllTypes(platform: any, {PostgreSqlSchemaHelper}: any): void {
	const Helper = castingHelper(PostgreSqlSchemaHelper);
	if (!(platform.schemaHelper instanceof Helper)) platform.schemaHelper = new Helper(platform);
}

/**
 * MikroORM's PostgreSQL schema helper, which casts a column's values from whatever type to whatever
 * other. Its own writes `::type`, a cast that many pairs of types do not have.
 * @param PostgreSqlSchemaHelper the class of the project's own copy of MikroORM
 */
function castingHelper(PostgreSqlSchemaHelper: any): any {
	const known = helpers.get(PostgreSqlSchemaHelper);
	if (known) return known;
	class CastingSchemaHelper extends readingAnyName(PostgreSqlSchemaHelper) {
		alterTableColumn(column: any, table: any, changed: Set<string>): string[] {
			const {name, nullable, collation, default: value} = column;
			const from = table.getColumn(name);
			const quoted = (this as any).quote(name);
			const alter = `alter table ${table.getQuotedName()} alter column ${quoted}`;
			const type = this.typeOf(column, table);
			const collate = collation ? ` ${(this as any).getCollateSQL(collation)}` : '';
			const using = castOf(quoted, from, column, type);
			// Before 7.1, MikroORM leaves it to this method where more changes than the comment.
			const isCommented = changed.has('comment') && !('hasInlineColumnComment' in this);
			const isRetyped = changed.has('type') || changed.has('collation');
			return [
				...(changed.has('default') && value == null ? [`${alter} drop default`] : []),
				...(isRetyped ? [`${alter} type ${type}${collate} using (${using})`] : []),
				...(changed.has('default') && value != null ? [`${alter} set default ${value}`] : []),
				...(changed.has('nullable') ? [`${alter} ${nullable ? 'drop' : 'set'} not null`] : []),
				...(isCommented
					? [(this as any).getChangeColumnCommentSQL(table.name, column, table.schema)]
					: []),
			];
		}

		/** Quotes the name of an enum. Without a schema of its own, it is in the schema of its table. */
		typeOf({type, nativeEnumName}: any, table: any): string {
			if (!nativeEnumName) return type;
			const [name, array = ''] = type.endsWith('[]') ? [type.slice(0, -2), '[]'] : [type];
			const [schema, bare] = name.includes('.') ? name.split('.') : [table.schema, name];
			const whole = (this as any).getTableName(bare, schema === '*' ? table.schema : schema);
			return `${(this as any).quote(whole)}${array}`;
		}

		/** The sequences of a table that is made anew go on where those of the old one are. */
		getPartitioningRebuildSQL(rebuilds: any[], safe: boolean): string[] {
			const sql: string[] = super.getPartitioningRebuildSQL(rebuilds, safe);
			const sequences = rebuilds.flatMap(({diff: {toTable}}) => {
				const numbered = toTable.getColumns().filter(({autoincrement}: any) => autoincrement);
				const parked = `${(this as any).quote('mikro_orm_partition_swap')}.${(this as any).quote(toTable.name)}`;
				const sequence = (table: string, column: any) =>
					`pg_get_serial_sequence(${quoteText(table)}, ${quoteText(column.name)})`;
				return numbered.map(
					(column: any) =>
						`select setval(${sequence(toTable.getQuotedName(), column)}, nextval(${sequence(parked, column)}), false)`,
				);
			});
			return [...sql.slice(0, -1), ...sequences, ...sql.slice(-1)];
		}

		/** By way of text, as MikroORM has it: `castOf` does it in one step. */
		getPreAlterTable(difference: any, safe: boolean): string[] {
			const changedColumns = Object.fromEntries(
				Object.entries<any>(difference.changedColumns).filter(
					([, {fromColumn}]) => fromColumn.type !== 'uuid',
				),
			);
			return super.getPreAlterTable({...difference, changedColumns}, safe);
		}
	}
	helpers.set(PostgreSqlSchemaHelper, CastingSchemaHelper);
	return CastingSchemaHelper;
}

type Family =
	| 'number'
	| 'boolean'
	| 'text'
	| 'json'
	| 'bytes'
	| 'date'
	| 'time'
	| 'moment'
	| 'other';

const families: [RegExp, Family][] = [
	[/^(?:small|big)?(?:int|serial)|^(?:numeric|decimal|real|double|float)/, 'number'],
	[/^bool/, 'boolean'],
	[/^(?:text|varchar|char|citext|bpchar|name$)/, 'text'],
	[/^json/, 'json'],
	[/^bytea/, 'bytes'],
	[/^date/, 'date'],
	[/^time(?:tz)?\b(?!stamp)/, 'time'],
	[/^timestamp/, 'moment'],
];

function familyOf({type, nativeEnumName}: any): Family {
	if (nativeEnumName) return 'other';
	return families.find(([pattern]) => pattern.test(type.toLowerCase()))?.[1] ?? 'other';
}

/**
 * An expression that turns values of one type into another. Where PostgreSQL has no cast, the way leads
 * over text, which fails on a value that the other type cannot have.
 * @param name of the column, quoted
 * @param type as it is written in SQL
 */
function castOf(name: string, from: any, to: any, type: string): string {
	const [isList, becomesList] = [from, to].map(column => column.type.endsWith(']'));
	const [one, other] = [familyOf(from), familyOf(to)];
	if (other === 'json' && (isList || !['json', 'text'].includes(one))) {
		return `to_jsonb(${name})::${type}`;
	}
	if (isList && becomesList) {
		return one === other && one !== 'other' ? `${name}::${type}` : `${name}::text[]::${type}`;
	}
	// As MikroORM keeps a list in a text.
	if (becomesList) return `string_to_array(${name}::text, ',')::${type}`;
	if (isList) return `array_to_string(${name}, ',')::${type}`;
	switch (`${one} to ${other}`) {
		case 'boolean to number':
			return `${name}::int::${type}`;
		case 'number to boolean':
			return `${name} <> 0`;
		case 'json to number':
		case 'json to boolean':
			return `${name}::jsonb::${type}`;
		case 'bytes to text':
			return `convert_from(${name}, 'UTF8')::${type}`;
		case 'text to bytes':
			return `convert_to(${name}, 'UTF8')`;
		case 'date to time':
			return `${name}::timestamp::${type}`;
	}
	const isDirect =
		one === 'text' ||
		other === 'text' ||
		(one === other && one !== 'other') ||
		(one === 'date' && other === 'moment') ||
		(one === 'moment' && (other === 'date' || other === 'time'));
	return isDirect ? `${name}::${type}` : `${name}::text::${type}`;
}

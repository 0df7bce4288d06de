import {metadataOf} from '../../mikro-orm/metadata.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import {tableKey} from '../schema/table-key.ts';

/** By the key of the table; of several entities over one table, the first. */
export function entitiesByTable(orm: any): Map<string, any> {
	const entries = metadataOf(orm).map(meta => [tableOf(orm, meta), meta] as const);
	return new Map(entries.reverse());
}

/** The key of an entity's table. */
function tableOf({config}: any, {schema, tableName}: any): string {
	const own = schema === '*' ? undefined : schema;
	return tableKey({schema: own ?? config.get('schema'), name: tableName});
}

/**
 * MikroORM puts a text between quotes as it is: with a quote in it, the SQL would be none. For MySQL and
 * MariaDB a backslash begins an escape as well.
 */
export function quoteTexts(entities: any[], isMysql: boolean): void {
	const quoted = (text: string) =>
		`'${(isMysql ? text.replaceAll('\\', '\\\\') : text).replaceAll("'", "''")}'`;
	for (const property of entities.flatMap(({props = []}) => props)) {
		const {default: text, defaultRaw, items, columnTypes} = property;
		if (typeof text === 'string' && defaultRaw === `'${text}'`) property.defaultRaw = quoted(text);
		if (isMysql && items && columnTypes?.[0] === `enum('${items.join("','")}')`)
			property.columnTypes = [`enum(${items.map(quoted).join(',')})`];
	}
}

/** By the key of the table. A pivot table belongs to the app of the entity that owns the relation. */
export function ownersOf(orm: any, entities: OpenOrm['entities']): Map<string, string> {
	const labels = new Map<string, string>();
	for (const [label, references] of entities) {
		for (const reference of references as any[]) {
			labels.set(reference.meta?.className ?? reference.name, label);
		}
	}
	const owners = new Map<string, string>();
	const all = metadataOf(orm);
	const pivots = new Map(all.filter(({pivotTable}) => pivotTable).map(meta => [meta.class, meta]));
	for (const meta of all) {
		const label = labels.get(meta.root?.className ?? meta.className) ?? labels.get(meta.className);
		if (label !== undefined && meta.tableName) owners.set(tableOf(orm, meta), label);
	}
	for (const meta of all) {
		const label = meta.tableName && owners.get(tableOf(orm, meta));
		for (const {pivotEntity, owner} of meta.props ?? []) {
			const pivot = owner && pivots.get(pivotEntity);
			if (!pivot || label === undefined) continue;
			const key = tableOf(orm, pivot);
			if (!owners.has(key)) owners.set(key, label);
		}
	}
	return owners;
}

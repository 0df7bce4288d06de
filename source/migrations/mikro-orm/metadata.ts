import type {OpenOrm} from '../../project/database-access.ts';

/** MikroORM's metadata of entities, as far as migrations ask for it. */
export function metadataOf(orm: any): any[] {
	return [...orm.getMetadata().getAll().values()];
}

/** Of several entities over one table, the first. */
export function entitiesByTable(orm: any): Map<string, any> {
	const entries = metadataOf(orm).map(meta => [meta.tableName, meta] as const);
	return new Map(entries.reverse());
}

/** MikroORM puts a text between quotes as it is: with a quote in it, the SQL would be none. */
export function quoteDefaults(entities: any[]): void {
	for (const property of entities.flatMap(({props = []}) => props)) {
		const text = property.default;
		if (typeof text !== 'string' || property.defaultRaw !== `'${text}'`) continue;
		property.defaultRaw = `'${text.replaceAll("'", "''")}'`;
	}
}

/** A pivot table belongs to the app of the entity that owns the relation. */
export function ownersOf(orm: any, entities: OpenOrm['entities']): Map<string, string> {
	const labels = new Map<string, string>();
	for (const [label, references] of entities) {
		for (const reference of references as any[]) {
			labels.set(reference.meta?.className ?? reference.name, label);
		}
	}
	const owners = new Map<string, string>();
	const all = metadataOf(orm);
	for (const meta of all) {
		const label = labels.get(meta.root?.className ?? meta.className) ?? labels.get(meta.className);
		if (label !== undefined && meta.tableName) owners.set(meta.tableName, label);
	}
	for (const meta of all) {
		const label = owners.get(meta.tableName);
		for (const {pivotTable, owner} of meta.props ?? []) {
			if (pivotTable && owner && label !== undefined && !owners.has(pivotTable)) {
				owners.set(pivotTable, label);
			}
		}
	}
	return owners;
}

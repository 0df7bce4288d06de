import type {ColumnDeclaration, Effect} from './effect.ts';

/** A table that is created beside the old one, filled from it, and takes its place. */
export interface Rebuild {
	table: string;
	/** The name of the new table until it replaces the old one. */
	copy: string;
	columns: ColumnDeclaration[];
	/** The text between the brackets of its `create table`. */
	body: string;
	/** What was selected from the old table; undefined when nothing was copied. */
	values: string | undefined;
}

/** Rebuilds as MikroORM, Quarterdeck and SQLite's documentation write them, whatever the copy's name. */
export function rebuildsOf(effects: Effect[]): Rebuild[] {
	return effects.flatMap((effect, index) => {
		if (effect.kind !== 'rename-table') return [];
		const {table: copy, to: table} = effect;
		const before = effects.slice(0, index);
		const made = before.find(other => other.kind === 'create-table' && other.table === copy);
		const dropped = before.some(other => other.kind === 'drop-table' && other.table === table);
		if (made?.kind !== 'create-table' || !dropped) return [];
		const copied = before.find(
			other => other.kind === 'copy-rows' && other.table === copy && other.from === table,
		);
		const values = copied?.kind === 'copy-rows' ? copied.values : undefined;
		return [{table, copy, columns: made.columns, body: made.body, values}];
	});
}

/** The rebuild that drops its old table with this effect. */
export function rebuildOf(effect: Effect, rebuilds: Rebuild[]): Rebuild | undefined {
	if (effect.kind !== 'drop-table') return undefined;
	return rebuilds.find(({table}) => table === effect.table);
}

import type {Act, ColumnDeclaration} from './effect.ts';

/** A table that is made anew beside the old one, filled from it, and put in its place. */
export interface Rebuild {
	table: string;
	copy: string;
	columns: ColumnDeclaration[];
	body: string;
	/** What was selected from the old table; undefined when nothing was copied. */
	values: string | undefined;
}

/** As MikroORM, we and SQLite's own documentation do it, whatever the copy is called. */
export function rebuildsOf(acts: Act[]): Rebuild[] {
	return acts.flatMap((act, index) => {
		if (act.kind !== 'rename-table') return [];
		const before = acts.slice(0, index);
		const made = before.find(other => other.kind === 'create-table' && other.table === act.table);
		const dropped = before.some(other => other.kind === 'drop-table' && other.table === act.to);
		if (made?.kind !== 'create-table' || !dropped) return [];
		const copied = before.find(
			other => other.kind === 'copy-rows' && other.table === act.table && other.from === act.to,
		);
		const values = copied?.kind === 'copy-rows' ? copied.values : undefined;
		return [{table: act.to, copy: act.table, columns: made.columns, body: made.body, values}];
	});
}

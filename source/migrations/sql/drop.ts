import type {Cursor} from './cursor.ts';
import type {Effect} from './effect.ts';
import {partsOfName} from './names.ts';
import {NotUnderstood} from './tokens.ts';

const objects = 'index|trigger|view';
/** Without them no row is lost. */
const harmlessToDrop =
	'sequence|function|procedure|routine|aggregate|policy|rule|event|operator|cast|collation|role|user|publication|statistics|conversion|language|text|access';

/** What a `drop` drops. @param cursor behind the word */
export function drop(cursor: Cursor): Effect[] {
	const isTemporary = cursor.take('temporary');
	if (cursor.take('table|tables')) return dropTables(cursor);
	if (isTemporary) throw new NotUnderstood();
	if (cursor.take('schema')) return dropSchemas(cursor);
	cursor.take('materialized');
	if (cursor.is(objects)) return dropObjects(cursor);
	if (cursor.take('type|domain')) {
		// The columns of the type go as well.
		if (cursor.rest.at(-1)?.word === 'cascade') throw new NotUnderstood();
		return [];
	}
	if (!cursor.is(harmlessToDrop)) throw new NotUnderstood();
	return [];
}

function dropTables(cursor: Cursor): Effect[] {
	cursor.take('if exists');
	const tables: Effect[] = [];
	do tables.push({kind: 'drop-table', table: cursor.qualified()});
	while (cursor.take(','));
	cursor.take('wait|nowait');
	cursor.take('cascade|restrict');
	cursor.take('constraints');
	cursor.take('purge');
	cursor.expectEnd();
	return tables;
}

function dropSchemas(cursor: Cursor): Effect[] {
	cursor.take('if exists');
	const schemas: string[] = [];
	do schemas.push(cursor.name());
	while (cursor.take(','));
	// Otherwise PostgreSQL only drops an empty one.
	if (cursor.dialect === 'postgresql' && !cursor.take('cascade')) return [];
	return schemas.map(schema => ({kind: 'drop-schema', schema}));
}

function dropObjects(cursor: Cursor): Effect[] {
	const type = cursor.next().word as 'index' | 'trigger' | 'view';
	cursor.take('concurrently');
	cursor.take('if exists');
	const dropped: Effect[] = [];
	do {
		const name = cursor.qualified();
		dropped.push({kind: 'drop-object', type, name: partsOfName(name).own});
	} while (cursor.take(','));
	return dropped;
}

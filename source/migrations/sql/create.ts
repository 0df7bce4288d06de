import {columnsIn} from './alter-table.ts';
import {indexedValues} from './constraints.ts';
import type {Cursor} from './cursor.ts';
import {declarationsOf} from './declarations.ts';
import type {Effect} from './effect.ts';
import {callsIn} from './expressions.ts';
import {NotUnderstood} from './tokens.ts';

const beforeObjects =
	'temporary|temp|global|local|unlogged|virtual|unique|fulltext|spatial|constraint|materialized|recursive|trusted|procedural|foreign';

/** What a `create` makes. @param cursor behind the word */
export function create(cursor: Cursor): Effect[] {
	const replaces = cursor.take('or replace');
	const whole = cursor.copy();
	while (cursor.take(beforeObjects));
	const calls = () => callsIn(whole);
	if (cursor.take('table')) return [...createTable(cursor, replaces), ...callsIn(cursor)];
	if (cursor.take('index')) return [...createIndex(cursor, whole.is('unique')), ...calls()];
	if (cursor.take('type')) return createType(cursor);
	if (cursor.is('database') && replaces) throw new NotUnderstood();
	if (cursor.is('view') && whole.is('materialized')) return calls();
	if (takeDefiner(cursor).take('function|procedure')) {
		cursor.take('if not exists');
		return [{kind: 'create-routine', name: cursor.qualified()}];
	}
	if (!cursor.is(harmlessToCreate)) throw new NotUnderstood();
	return [];
}

const harmlessToCreate =
	'view|trigger|sequence|schema|extension|domain|policy|rule|role|user|database|collation|statistics|publication|cast|operator|language|server|algorithm|sql|tablespace|text|aggregate';

function takeDefiner(cursor: Cursor): Cursor {
	if (cursor.take('definer')) cursor.until('function|procedure|trigger|view|event|sql');
	return cursor;
}

function createTable(cursor: Cursor, replaces: boolean): Effect[] {
	cursor.take('if not exists');
	const table = cursor.qualified();
	const body = cursor.is('(') && !cursor.is('( select') ? cursor.brackets() : undefined;
	const columns = body && !body.is('like|with') ? declarationsOf(body.copy()) : [];
	return [
		...(replaces ? [{kind: 'drop-table', table} as const] : []),
		{kind: 'create-table', table, columns, body: body?.text ?? ''},
	];
}

function createIndex(cursor: Cursor, isUnique: boolean): Effect[] {
	const concurrently = cursor.take('concurrently');
	cursor.take('if not exists');
	if (!cursor.is('on')) cursor.qualified();
	if (cursor.take('using')) cursor.name();
	cursor.expect('on');
	cursor.take('only');
	const table = cursor.qualified();
	if (cursor.take('using')) cursor.name();
	const list = cursor.brackets();
	const columns = columnsIn(list.copy());
	const values = indexedValues(list);
	cursor.until('where');
	const where = cursor.take('where') ? {where: cursor.text} : {};
	return [{kind: 'index', table, columns, unique: isUnique, concurrently, values, ...where}];
}

function createType(cursor: Cursor): Effect[] {
	const type = cursor.qualified();
	if (!cursor.take('as enum')) return [];
	const values = cursor
		.brackets()
		.split(',')
		.flatMap(({rest}) => rest.map(({value}) => value));
	return [{kind: 'create-enum', type, values}];
}

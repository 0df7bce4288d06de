import type {Driver} from '../../project/settings/settings.ts';
import {alterTable, namesIn} from './alter-table.ts';
import {indexedValues} from './constraints.ts';
import {Cursor} from './cursor.ts';
import {dataStatement} from './data-statements.ts';
import {declarationsOf} from './declarations.ts';
import type {Effect} from './effect.ts';
import {callsIn} from './expressions.ts';
import {asName, partsOfName, qualifiedName} from './names.ts';
import {NotUnderstood, type Token, tokensOf} from './tokens.ts';

/** Whether a statement changes the schema, hazardous or not. */
export function isSchemaChange(statement: string): boolean {
	return /^\s*(?:create|alter|drop|rename)\b/i.test(statement);
}

/** What a statement does, or several that are sent as one. What is not understood is an effect, too. */
export function effectsOf(sql: string, dialect: Driver): Effect[] {
	let tokens: Token[];
	try {
		tokens = tokensOf(sql, dialect);
	} catch (error) {
		return [unknown(error, sql, namesBySpaces(sql))];
	}
	return statementsIn(new Cursor(sql, dialect, tokens)).flatMap(cursor => {
		const whole = cursor.copy();
		try {
			return effectsOfOne(cursor);
		} catch (error) {
			return unknown(error, whole.text, namesOf(whole.rest, dialect));
		}
	});
}

function unknown(error: unknown, statement: string, names: string[]): Effect {
	if (!(error instanceof NotUnderstood)) throw error;
	return {kind: 'not-understood', statement, names};
}

/** Splits at semicolons, but not those in the body of a trigger or routine. */
function statementsIn(all: Cursor): Cursor[] {
	const statements: Cursor[] = [];
	while (!all.isAtEnd) {
		const place = all.copy();
		if (hasBody(all)) skipBody(all);
		else all.until(';');
		const length = all.position - place.position;
		if (length > 0) statements.push(place.first(length));
		all.take(';');
	}
	return statements;
}

const bodies =
	/^create (?:or replace )?(?:(?:temp|temporary|aggregate) )?(?:definer .*)?(?:trigger|procedure|function|event|package)\b/;

function hasBody(cursor: Cursor): boolean {
	if (!cursor.is('create')) return false;
	if (cursor.is('create table|index|unique|view|schema|type')) return false;
	const words = Array.from({length: 12}, (_, ahead) => cursor.peek(ahead)?.word);
	return bodies.test(words.filter(Boolean).join(' '));
}

/** Behind the end of `begin … end`, if there is such a body, and to the next semicolon. */
function skipBody(cursor: Cursor): void {
	let depth = 0;
	let before = '';
	while (!cursor.isAtEnd) {
		if (depth === 0 && cursor.is(';')) return;
		const {word, value} = cursor.next();
		const startsStatement = /^(?:;|begin|then|else|do|:|loop|repeat|)$/.test(before);
		if (word === 'end') {
			depth--;
			cursor.take('if|case|loop|while|repeat');
		} else if (/^(?:begin|case)$/.test(word)) depth++;
		else if (startsStatement && /^(?:if|loop|while|repeat)$/.test(word)) depth++;
		before = word || value;
	}
	if (depth !== 0) throw new NotUnderstood();
}

function effectsOfOne(cursor: Cursor): Effect[] {
	const data = dataStatement(cursor);
	if (data) return data;
	const {word} = cursor.next();
	const read = readers[word];
	if (!read) throw new NotUnderstood();
	return read(cursor);
}

const readers: Record<string, (cursor: Cursor) => Effect[]> = {
	create,
	drop,
	alter,
	rename: renameTables,
	comment: () => [],
	grant: () => [],
	revoke: () => [],
	reindex: () => [],
	vacuum: () => [],
	analyze: () => [],
	lock: () => [],
	unlock: () => [],
	show: () => [],
	describe: () => [],
	refresh(cursor) {
		cursor.expect('materialized view');
		return [];
	},
	explain(cursor) {
		if (cursor.is('analyze|(')) throw new NotUnderstood();
		return [];
	},
	pragma(cursor) {
		cursor.expect(harmlessPragmas);
		return [];
	},
	set: setVariable,
	use: () => [{kind: 'change-names'}],
};

const harmlessPragmas =
	'foreign_keys|defer_foreign_keys|legacy_alter_table|foreign_key_check|foreign_key_list|integrity_check|quick_check|table_info|table_xinfo|table_list|index_list|index_info|user_version|application_id|busy_timeout|synchronous|cache_size|optimize|encoding|auto_vacuum|journal_mode';
/** They change how a statement runs, but not what it does to which rows. */
const harmlessVariables =
	'names|foreign_key_checks|unique_checks|session_replication_role|lock_timeout|statement_timeout|idle_in_transaction_session_timeout|lock_wait_timeout|innodb_lock_wait_timeout|max_statement_time|client_min_messages|client_encoding|constraints|timezone|time_zone|time|maintenance_work_mem|work_mem|default_tablespace|check_function_bodies|row_security|old_alter_table|alter_algorithm|default_storage_engine|storage_engine|synchronous_commit';

function setVariable(cursor: Cursor): Effect[] {
	const calls = callsIn(cursor.copy());
	return [...cursor.split(',').flatMap(setOne), ...calls];
}

function setOne(part: Cursor): Effect[] {
	part.take('session|local|global');
	const isOwn = part.is('@') && !part.is('@ @');
	while (part.take('@'));
	if (part.take('session|local|global')) part.take('.');
	if (part.is('search_path|schema')) return [{kind: 'change-names'}];
	if (!isOwn && !part.is(harmlessVariables)) throw new NotUnderstood();
	return [];
}

const beforeObjects =
	'temporary|temp|global|local|unlogged|virtual|unique|fulltext|spatial|constraint|materialized|recursive|trusted|procedural|foreign';

function create(cursor: Cursor): Effect[] {
	const replaces = cursor.take('or replace');
	const whole = cursor.copy();
	while (cursor.take(beforeObjects));
	const calls = () => callsIn(whole.copy());
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
	const columns = namesIn(list.copy());
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

const objects = 'index|trigger|view';
/** Without them no row is lost. */
const harmlessToDrop =
	'sequence|function|procedure|routine|aggregate|policy|rule|event|operator|cast|collation|role|user|publication|statistics|conversion|language|text|access';

function drop(cursor: Cursor): Effect[] {
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

const harmlessToAlter =
	'sequence|index|view|materialized|function|procedure|routine|policy|domain|role|user|publication|extension|collation|default|aggregate|operator|statistics|trigger|rule|large';

function alter(cursor: Cursor): Effect[] {
	cursor.take('online');
	cursor.take('ignore');
	if (cursor.take('table')) {
		cursor.take('if exists');
		cursor.take('only');
		const table = cursor.qualified();
		cursor.take('*');
		return alterTable(table, cursor);
	}
	if (cursor.take('type')) return alterType(cursor);
	if (cursor.take('schema')) return [{kind: 'change-names'}];
	if (cursor.is('view|materialized')) return alterView(cursor);
	if (!cursor.is(harmlessToAlter)) throw new NotUnderstood();
	return [];
}

/** `alter view` takes tables as well, in PostgreSQL. */
function alterView(cursor: Cursor): Effect[] {
	cursor.take('materialized');
	cursor.expect('view');
	cursor.take('if exists');
	const view = cursor.qualified();
	return cursor.is('rename to|column') || cursor.is('set schema') ? alterTable(view, cursor) : [];
}

function alterType(cursor: Cursor): Effect[] {
	cursor.qualified();
	const isHarmless = cursor.is('add|rename|owner') || cursor.is('set schema');
	if (!isHarmless) throw new NotUnderstood();
	return [];
}

function renameTables(cursor: Cursor): Effect[] {
	cursor.expect('table|tables');
	return cursor.split(',').map(part => {
		part.take('if exists');
		const table = part.qualified();
		part.take('wait|nowait');
		part.expect('to');
		return {kind: 'rename-table', table, to: part.qualified()};
	});
}

/** All words and names of a statement, with those in the body of a block or routine. */
function namesOf(tokens: Token[], dialect: Driver): string[] {
	const names = new Set<string>();
	for (const [index, token] of tokens.entries()) {
		if (
			token.kind === 'text' &&
			dialect === 'postgresql' &&
			token.end - token.start > token.value.length + 2
		) {
			for (const name of namesInBody(token.value, dialect)) names.add(name);
		}
		if (token.kind !== 'word' && token.kind !== 'name') continue;
		const own = asName(token, dialect);
		const [dot, next] = tokens.slice(index + 1);
		if (dot?.value === '.' && next) names.add(qualifiedName([own, asName(next, dialect)]));
		else names.add(qualifiedName([own]));
	}
	return [...names];
}

function namesInBody(body: string, dialect: Driver): string[] {
	try {
		return namesOf(tokensOf(body, dialect), dialect);
	} catch {
		return namesBySpaces(body);
	}
}

function namesBySpaces(text: string): string[] {
	return text.match(/[\w$\u0080-\uffff]+/g) ?? [];
}

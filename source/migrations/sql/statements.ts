import {type Dialect, isMysqlFamily} from '../../project/database/dialect.ts';
import {alterTable} from './alter-table.ts';
import {create} from './create.ts';
import {Cursor} from './cursor.ts';
import {dataStatement} from './data-statements.ts';
import {drop} from './drop.ts';
import type {Effect} from './effect.ts';
import {callsIn} from './expressions.ts';
import {namesBySpaces, namesOf} from './mentioned-names.ts';
import {NotUnderstood, type Token, tokensOf} from './tokens.ts';

/** Whether a statement changes the schema, hazardous or not. */
export function isSchemaChange(statement: string): boolean {
	const [, changed = statement] = setForStatement.exec(statement) ?? [];
	return /^\s*(?:create|alter|drop|rename)\b/i.test(changed);
}

/** MariaDB's variables for one statement. */
const setForStatement = /^\s*set\s+statement\b.+?\bfor\b(.*)$/is;

/** What a statement does, or several that are sent as one. What is not understood is an effect, too. */
export function effectsOf(sql: string, dialect: Dialect): Effect[] {
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

/** Whether it is certainly more than one statement. */
export function areSeveral(sql: string, dialect: Dialect): boolean {
	if (!sql.includes(';')) return false;
	try {
		return statementsIn(new Cursor(sql, dialect, tokensOf(sql, dialect))).length > 1;
	} catch (error) {
		if (error instanceof NotUnderstood) return false;
		throw error;
	}
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
	const place = cursor.copy();
	const data = dataStatement(cursor);
	if (data) return [...data, ...callsIn(place)];
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
	if (isMysqlFamily(cursor.dialect) && cursor.take('statement')) {
		const variables = cursor.until('for');
		cursor.expect('for');
		return [...setVariable(variables), ...effectsOfOne(cursor)];
	}
	const calls = callsIn(cursor);
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

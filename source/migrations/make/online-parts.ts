import {CommandError} from '../../errors/command-error.ts';
import {addingRewrites, typeChangeRewrites} from '../impact/rewrites.ts';
import type {Snapshot} from '../schema/snapshot.ts';
import type {Cursor} from '../sql/cursor.ts';
import {partsOfName, type QualifiedName, qualifiedName} from '../sql/names.ts';
import {cursorOver} from '../sql/texts.ts';

/** One of the migrations that a change becomes, so that none of them keeps others out of a table for long. */
export interface Part {
	/** Follows the name of the change; undefined for the first one. */
	suffix?: 'indexes' | 'fill' | 'validate';
	up: string[];
	down: string[];
	/** False where it cannot be in a transaction. */
	transactional: boolean;
}

export interface Before {
	/** Whether the table is there, so that it may have rows. */
	has(table: QualifiedName): boolean;
	typeOf(table: QualifiedName, column: string): string | undefined;
	/** Whether a check says already that the column has no NULL. */
	isChecked?(table: QualifiedName, column: string): boolean;
}

/**
 * Splits the statements of a change on PostgreSQL: indexes are made concurrently, foreign keys and checks are added
 * for new rows and validated later, `not null` goes over a check, unique constraints use an index that exists, and
 * a default that would rewrite the table is filled in later.
 * @throws CommandError `online` where a statement would rewrite a table
 */
export function onlineParts(up: string[], down: string[], before: Before): Part[] {
	const splitter = new Splitter(before);
	for (const sql of up) splitter.add(sql);
	return splitter.parts(down);
}

export function tablesOf({tables}: Snapshot): Before {
	const find = (name: string) =>
		tables.find(({schema, name: own}) =>
			[qualifiedName([own]), ...(schema ? [qualifiedName([schema, own])] : [])].includes(name),
		);
	return {
		has: name => find(name) !== undefined,
		typeOf: (name, column) => {
			const columns = Object.values<any>(find(name)?.columns ?? {});
			return columns.find(one => one.name === column)?.type;
		},
	};
}

/** A statement that makes or drops indexes, and keeps others from the table meanwhile. */
interface IndexStatement {
	makes: boolean;
	/** Without their schemas; none where the database chooses it. */
	names: string[];
}

/** @returns undefined for other statements, and for those that stand in nobody's way */
function indexesIn(sql: string): IndexStatement | undefined {
	const cursor = cursorOver(sql, 'postgresql');
	const makes = cursor.take('create');
	if (makes) cursor.take('unique');
	else if (!cursor.take('drop')) return undefined;
	if (!cursor.take('index') || cursor.take('concurrently')) return undefined;
	if (!makes) {
		cursor.take('if exists');
		const name = cursor.qualified();
		// Concurrently, PostgreSQL drops one at a time, and nothing with it.
		const isAlone = cursor.isAtEnd || cursor.is(';');
		return isAlone ? {makes, names: [partsOfName(name).own]} : undefined;
	}
	cursor.take('if not exists');
	return {makes, names: cursor.is('on') ? [] : [cursor.name()]};
}

class Splitter {
	readonly #before: Before;
	readonly #made = new Set<QualifiedName>();
	readonly #main: string[] = [];
	readonly #indexes: string[] = [];
	/** Of those that these make or drop. */
	readonly #indexNames = new Set<string>();
	readonly #fills: string[] = [];
	readonly #validations: string[] = [];
	/** What the last part undoes instead of the first one, as keys of the whole change's statements. */
	readonly #undoneLast = new Set<string>();

	constructor(before: Before) {
		this.#before = before;
	}

	add(sql: string): void {
		const cursor = cursorOver(sql, 'postgresql');
		if (cursor.take('create table')) {
			cursor.take('if not exists');
			this.#made.add(cursor.qualified());
			this.#main.push(sql);
			return;
		}
		const index = indexesIn(sql);
		if (index?.makes) this.#addIndex(sql, cursor, index);
		else if (index) this.#pushIndex(sql, index);
		else if (cursor.take('alter table')) this.#alter(sql, cursor);
		else this.#main.push(sql);
	}

	/** @param down of the whole change */
	parts(down: string[]): Part[] {
		const rest: string[] = [];
		const indexes: string[] = [];
		const validations: string[] = [];
		for (const sql of down) {
			if (this.#undoneLast.has(keyOf(sql))) validations.push(sql);
			else if (indexesIn(sql)?.names.some(name => this.#indexNames.has(name)))
				indexes.push(concurrently(sql));
			else rest.push(sql);
		}
		const all: Part[] = [
			{up: this.#main, down: rest, transactional: true},
			{suffix: 'indexes', up: this.#indexes, down: indexes, transactional: false},
			{suffix: 'fill', up: this.#fills, down: [], transactional: true},
			{suffix: 'validate', up: this.#validations, down: validations, transactional: true},
		];
		return all.filter(({up, down}) => up.length + down.length > 0);
	}

	#isFilled(table: QualifiedName): boolean {
		return !this.#made.has(table) && this.#before.has(table);
	}

	#pushIndex(sql: string, {names}: IndexStatement): void {
		this.#indexes.push(concurrently(sql));
		for (const name of names) this.#indexNames.add(name);
	}

	#addIndex(sql: string, cursor: Cursor, index: IndexStatement): void {
		cursor.until('on');
		cursor.take('on');
		cursor.take('only');
		const isFilled = this.#isFilled(cursor.qualified());
		if (isFilled) this.#pushIndex(sql, index);
		else this.#main.push(sql);
	}

	#alter(sql: string, cursor: Cursor): void {
		cursor.take('if exists');
		cursor.take('only');
		const start = sql.slice(0, sql.length - cursor.text.length);
		const table = cursor.qualified();
		if (!this.#isFilled(table)) return void this.#main.push(sql);
		const name = sql.slice(start.length, sql.length - cursor.text.length).trim();
		const head = `alter table ${name}`;
		for (const clause of cursor.split(',')) this.#clause(table, head, clause);
	}

	#clause(table: QualifiedName, head: string, clause: Cursor): void {
		const whole = clause.text.replace(/\s*;\s*$/, '');
		const isColumn = clause.is('add') && !clause.is('add primary|unique|check|foreign|exclude');
		if (clause.take('add constraint')) this.#addConstraint(head, whole, clause);
		else if (isColumn) this.#addColumn(table, head, whole, clause);
		else if (clause.take('alter')) this.#alterColumn(table, head, whole, clause);
		else this.#main.push(`${head} ${whole};`);
	}

	#alterColumn(table: QualifiedName, head: string, whole: string, clause: Cursor): void {
		clause.take('column');
		const column = quotedName(clause);
		const isChecked = this.#before.isChecked?.(table, unquoted(column));
		if (clause.is('set not null') && !isChecked) {
			this.#setNotNull(head, column);
			return;
		}
		if (clause.take('type') || clause.take('set data type')) {
			const from = this.#before.typeOf(table, unquoted(column));
			if (typeChangeRewrites(from, withoutEnd(clause))) throw rewrites(table, column);
		}
		this.#main.push(`${head} ${whole};`);
	}

	#addConstraint(head: string, whole: string, clause: Cursor): void {
		const name = quotedName(clause);
		const push = (list: string[], text: string) => list.push(`${head} ${text};`);
		if (clause.is('foreign key') || clause.is('check')) {
			if (/\bnot\s+valid\s*$/i.test(whole)) return void push(this.#main, whole);
			push(this.#main, `${whole} not valid`);
			push(this.#validations, `validate constraint ${name}`);
			return;
		}
		const isUnique = clause.take('unique');
		const columns = isUnique && clause.is('(') ? clause.brackets().text : undefined;
		const end = clause.text.replace(/\s*;\s*$/, '');
		if (columns === undefined) return void push(this.#main, whole);
		const table = head.slice('alter table '.length);
		this.#indexes.push(`create unique index concurrently ${name} on ${table} (${columns});`);
		this.#indexNames.add(unquoted(name));
		push(this.#validations, `add constraint ${name} unique using index ${name}${end && ` ${end}`}`);
		this.#undoneLast.add(keyOf(`${head} drop constraint ${name};`));
	}

	/** A check that is validated says the same, so that PostgreSQL need not look at the rows once more. */
	#setNotNull(head: string, column: string): void {
		const name = `"${unquoted(column)}_not_null"`;
		this.#main.push(`${head} add constraint ${name} check (${column} is not null) not valid;`);
		this.#validations.push(
			`${head} validate constraint ${name};`,
			`${head} alter column ${column} set not null;`,
			`${head} drop constraint ${name};`,
		);
		this.#undoneLast.add(keyOf(`${head} alter column ${column} drop not null;`));
	}

	#addColumn(table: QualifiedName, head: string, whole: string, clause: Cursor): void {
		clause.take('add');
		clause.take('column');
		clause.take('if not exists');
		const column = quotedName(clause.copy());
		if (!addingRewrites(withoutEnd(clause))) return void this.#main.push(`${head} ${whole};`);
		clause.name();
		const declared = clause.text.replace(/\s*;\s*$/, '');
		const [, type, value] =
			/^(.*?)(?:\s+(?:not\s+)?null)?\s+default\s+(.*?)(?:\s+(?:not\s+)?null)?$/is.exec(declared) ??
			[];
		if (!type || !value || /\bgenerated\b|\breferences\b|\bunique\b|\bprimary\b/i.test(declared))
			throw rewrites(table, column);
		this.#main.push(
			`${head} add column ${column} ${type} null;`,
			`${head} alter column ${column} set default ${value};`,
		);
		const name = head.slice('alter table '.length);
		this.#fills.push(`update ${name} set ${column} = default where ${column} is null;`);
		if (/\bnot\s+null\b/i.test(declared)) this.#setNotNull(head, column);
	}
}

/**
 * `create index` and `drop index` without keeping others from the table. An index that goes with its column is
 * dropped already.
 */
function concurrently(sql: string): string {
	const dropped = sql.replace(
		/^\s*drop\s+index\s+(?:if\s+exists\s+)?/i,
		'drop index concurrently if exists ',
	);
	return dropped === sql ? sql.replace(/\b(index)\b/i, '$1 concurrently') : dropped;
}

/** So that equal statements are equal, however they are spaced. */
function keyOf(sql: string): string {
	return sql
		.replace(/\s+/g, ' ')
		.replace(/\bif exists /i, '')
		.replace(/\s*;?\s*$/, '')
		.toLowerCase();
}

/** A name as it is written. */
function quotedName(cursor: Cursor): string {
	const token = cursor.next();
	return cursor.sqlOf(token);
}

function unquoted(name: string): string {
	return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
}

/** What is left, without the semicolon. */
function withoutEnd(cursor: Cursor): Cursor {
	return cursor.copy().until(';');
}

function rewrites(table: QualifiedName, column: string): CommandError {
	return new CommandError(
		`The change of ${unquoted(column)} rewrites ${table}, and keeps everybody out of it meanwhile.`,
		{
			code: 'online',
			hint: 'Add a second property, fill it in batches and drop the old one in a later release; or leave --online out.',
		},
	);
}

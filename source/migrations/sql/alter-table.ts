import {foreignKey, indexedValues} from './constraints.ts';
import type {Cursor} from './cursor.ts';
import {declaration, typeIn} from './declarations.ts';
import type {ColumnDeclaration, Effect} from './effect.ts';
import {callsIn} from './expressions.ts';
import {partsOfName, type QualifiedName, qualifiedName} from './names.ts';
import {NotUnderstood} from './tokens.ts';

/** What the clauses of an `alter table` do. @param cursor behind the table's name */
export function alterTable(table: QualifiedName, cursor: Cursor): Effect[] {
	return cursor.split(',').flatMap(clause => effectsOfClause(table, clause));
}

function effectsOfClause(table: QualifiedName, clause: Cursor): Effect[] {
	const calls = callsIn(clause);
	if (clause.take('drop')) return drop(table, clause);
	if (clause.take('add')) return [...add(table, clause), ...calls];
	if (clause.take('rename')) return rename(table, clause);
	if (clause.take('modify')) {
		clause.take('column');
		clause.take('if exists');
		return [{kind: 'redeclare-column', table, ...declaration(clause)}, ...calls];
	}
	if (clause.take('change')) {
		clause.take('column');
		clause.take('if exists');
		return [...change(table, clause.name(), declaration(clause)), ...calls];
	}
	if (clause.take('alter')) return [...alterColumn(table, clause), ...calls];
	if (clause.take('set schema')) {
		const to = qualifiedName([clause.name(), partsOfName(table).own]);
		return [{kind: 'rename-table', table, to}];
	}
	if (clause.take('validate constraint')) return [{kind: 'validate', table, name: clause.name()}];
	if (clause.take('convert to')) return [convertTexts(table, clause)];
	if (!harmless.some(phrase => clause.is(phrase))) throw new NotUnderstood();
	return [];
}

/** Clauses that change no row and move none. */
const harmless = [
	'enable|disable trigger|row|rule|keys|always|replica',
	'owner to',
	'replica identity',
	'cluster on',
	'set without cluster',
	'set (',
	'reset (',
	'inherit',
	'no inherit',
	'attach partition',
	'comment',
	// For columns to come.
	'default character|charset|collate',
	'character set',
	'charset|collate',
	'auto_increment',
	'algorithm',
	'lock',
	'engine = innodb',
	'engine innodb',
	'force',
	'no force',
];

function drop(table: QualifiedName, clause: Cursor): Effect[] {
	const isOther = clause.is(
		'constraint|index|key|foreign|primary|check|default|system|partition|period|temporary',
	);
	// Except for PostgreSQL and SQLite, where `drop key` may be a column.
	if (isOther && clause.peek(1) && !clause.is('default cascade|restrict')) {
		if (clause.is('partition|system|period|temporary')) throw new NotUnderstood();
		return dropConstraint(table, clause);
	}
	clause.take('column');
	clause.take('if exists');
	const column = clause.name();
	clause.take('cascade|restrict');
	clause.expectEnd();
	return [{kind: 'drop-column', table, column}];
}

function dropConstraint(table: QualifiedName, clause: Cursor): Effect[] {
	if (clause.is('primary')) return [{kind: 'drop-constraint', table, name: 'PRIMARY'}];
	if (!clause.take('constraint|index|key')) return [];
	clause.take('if exists');
	return [{kind: 'drop-constraint', table, name: clause.name()}];
}

function add(table: QualifiedName, clause: Cursor): Effect[] {
	let name: string | undefined;
	if (clause.take('constraint')) {
		clause.take('if not exists');
		if (!clause.is('unique|foreign|check|primary|exclude|not')) name = clause.name();
	}
	const definition = clause.text;
	const notValidated: Effect[] =
		name === undefined ? [] : [{kind: 'not-validated', table, name, definition}];
	if (clause.take('unique')) return unique(table, clause);
	if (clause.take('foreign key')) {
		const key = foreignKey(clause);
		clause.until('not valid');
		const isValidated = clause.isAtEnd;
		const added: Effect = {kind: 'foreign-key', table, isValidated, ...key};
		return isValidated ? [added] : [added, ...notValidated];
	}
	if (clause.is('check (')) {
		clause.take('check');
		const condition = clause.brackets().text;
		if (clause.is('not valid')) return notValidated;
		return clause.is('not enforced') ? [] : [{kind: 'check', table, condition}];
	}
	if (clause.take('exclude')) return [exclude(table, clause)];
	if (clause.is('index|key|primary|fulltext|spatial')) return [];
	if (clause.is('partition|period|system')) throw new NotUnderstood();
	clause.take('column');
	clause.take('if not exists');
	const columns = clause.is('(') ? clause.brackets().split(',') : [clause];
	return columns.map(column => ({kind: 'add-column', table, ...declaration(column)}));
}

/** `using gist (room with =, tsrange(a, b) with &&) where (…)` */
function exclude(table: QualifiedName, clause: Cursor): Effect {
	if (clause.take('using')) clause.name();
	const values: string[] = [];
	const operators: string[] = [];
	for (const part of clause.brackets().split(',')) {
		values.push(...indexedValues(part.until('with')));
		part.expect('with');
		operators.push(part.text);
	}
	clause.until('where');
	const where = clause.take('where') ? clause.brackets().text : undefined;
	return {kind: 'exclude', table, values, operators, ...(where && {where})};
}

/** What the database's own default is, it knows; `binary` makes other types of them. */
function convertTexts(table: QualifiedName, clause: Cursor): Effect {
	if (!clause.take('charset')) clause.expect('character set');
	const value = () => {
		clause.take('=');
		return clause.next().value.toLowerCase();
	};
	const charset = value();
	if (charset === 'default' || charset === 'binary') throw new NotUnderstood();
	const collation = clause.take('collate') ? value() : undefined;
	clause.expectEnd();
	return {kind: 'convert-texts', table, charset, ...(collation && {collation})};
}

function unique(table: QualifiedName, clause: Cursor): Effect[] {
	clause.take('index|key');
	// `using index` and `nulls not distinct` have no columns, or are rules of their own.
	if (clause.is('using index')) return [];
	clause.take('nulls not distinct');
	if (!clause.is('(')) clause.name();
	if (clause.take('using')) clause.name();
	return [{kind: 'unique', table, columns: columnsIn(clause.brackets())}];
}

/** `"a", b desc` → a and b; expressions are left out. */
export function columnsIn(list: Cursor): string[] {
	return list.split(',').flatMap(part => {
		if (part.is('(') || part.peek(1)?.value === '(') return [];
		return part.name();
	});
}

function rename(table: QualifiedName, clause: Cursor): Effect[] {
	if (clause.take('to|as')) return [{kind: 'rename-table', table, to: movedName(table, clause)}];
	if (clause.take('constraint|index|key')) return [];
	const isTable = clause.dialect !== 'postgresql' && clause.rest.length === 1;
	if (isTable) return [{kind: 'rename-table', table, to: movedName(table, clause)}];
	clause.take('column');
	clause.take('if exists');
	const column = clause.name();
	clause.expect('to');
	const to = clause.name();
	clause.expectEnd();
	return [{kind: 'rename-column', table, column, to}];
}

/** A new name without a schema stays in the old one. */
function movedName(table: QualifiedName, clause: Cursor): QualifiedName {
	const to = clause.qualified();
	clause.expectEnd();
	const {schema} = partsOfName(table);
	const isQualified = partsOfName(to).schema !== undefined;
	return schema === undefined || isQualified ? to : qualifiedName([schema, partsOfName(to).own]);
}

function change(table: QualifiedName, column: string, declared: ColumnDeclaration): Effect[] {
	const redeclared: Effect = {kind: 'redeclare-column', table, ...declared};
	const to = declared.column;
	return column === to ? [redeclared] : [{kind: 'rename-column', table, column, to}, redeclared];
}

function alterColumn(table: QualifiedName, clause: Cursor): Effect[] {
	if (clause.is('constraint|index|check')) return [];
	clause.take('column');
	clause.take('if exists');
	const column = clause.name();
	if (clause.take('set not null')) return [{kind: 'set-not-null', table, column}];
	if (clause.take('type') || clause.take('set data type')) {
		return [changeType(table, column, clause)];
	}
	if (clause.take('drop default')) return [{kind: 'drop-default', table, column}];
	if (!harmlessOfColumn.some(phrase => clause.is(phrase))) throw new NotUnderstood();
	return [];
}

function changeType(table: QualifiedName, column: string, clause: Cursor): Effect {
	const declared = clause.until('using');
	const using = clause.take('using') ? clause.copy() : undefined;
	return {
		...{kind: 'change-type', table, column},
		...{type: typeIn(declared.copy()), declared: declared.text},
		...(using && {using: using.text}),
		onlyCasts: !using || onlyCasts(using, column),
	};
}

const harmlessOfColumn = [
	'set default',
	'drop not null',
	'drop identity',
	'drop expression',
	'set statistics',
	'set storage',
	'set compression',
	'set generated',
	'set (',
	'reset (',
	'add generated',
	'restart',
	'set invisible|visible',
];

/** `"a"::text::status`, possibly in brackets. */
function onlyCasts(using: Cursor, column: string): boolean {
	if (using.peek()?.kind === 'sign' && using.is('(')) {
		const inside = using.brackets();
		return using.isAtEnd ? onlyCasts(inside, column) : onlyCasts(inside, column) && using.is(': :');
	}
	const isColumn = using.name() === column;
	const casts = using.rest.filter(({kind, value}) => kind === 'sign' && !'():,.[]'.includes(value));
	const operators = /^(?:and|or|not|is|in|between|like|ilike|similar|at)$/;
	const isPlain = casts.length === 0 && !using.rest.some(({word}) => operators.test(word));
	return isColumn && isPlain && (using.isAtEnd || using.is(': :'));
}

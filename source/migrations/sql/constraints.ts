import type {Cursor} from './cursor.ts';
import type {ForeignKey} from './effect.ts';

/** @param cursor behind `foreign key` */
export function foreignKey(cursor: Cursor): ForeignKey {
	cursor.take('if not exists');
	if (!cursor.is('(')) cursor.name();
	const columns = names(cursor.brackets());
	cursor.expect('references');
	return {columns, ...reference(cursor)};
}

function reference(cursor: Cursor): Omit<ForeignKey, 'columns'> {
	const references = cursor.qualified();
	return {references, referenced: cursor.is('(') ? names(cursor.brackets()) : []};
}

function names(list: Cursor): string[] {
	return list.split(',').map(part => part.name());
}

/** The conditions of the checks of a table or a column, as SQL. @param cursor over its body or declaration */
export function checksIn(cursor: Cursor): string[] {
	const checks: string[] = [];
	while (!cursor.isAtEnd) {
		cursor.until('check (');
		if (cursor.take('check')) checks.push(cursor.brackets().text);
	}
	return checks;
}

/** The foreign keys of a table that is made. @param body between its brackets */
export function foreignKeysIn(body: Cursor): ForeignKey[] {
	return body.split(',').flatMap(part => {
		const own = part.copy();
		part.until('foreign key', 'references');
		if (part.take('foreign key')) return foreignKey(part);
		return part.take('references') ? {columns: [own.name()], ...reference(part)} : [];
	});
}

/** What is in an index, as SQL: a column, its beginning, or an expression, and what it is compared by. */
export function indexedValues(list: Cursor): string[] {
	return list.split(',').map(part => {
		const [name, bracket, length, end] = part.rest;
		const isBeginning = end?.value === ')' && /^\d+$/.test(length?.value ?? '');
		if (bracket?.value === '(' && isBeginning)
			return `left(${part.sqlOf(name!)}, ${length!.value})`;
		const whole = part.copy();
		skipValue(part);
		if (part.take('collate')) part.qualified();
		return whole.first(whole.rest.length - part.rest.length).text;
	});
}

/** PostgreSQL has the name of an operator class behind it. */
function skipValue(part: Cursor): void {
	if (part.dialect !== 'postgresql') part.until('asc', 'desc', 'collate');
	else {
		if (!part.is('(')) part.qualified();
		if (part.is('(')) part.brackets();
	}
}

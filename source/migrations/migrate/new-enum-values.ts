import {CommandError} from '../../errors/command-error.ts';
import type {PlanStep} from '../../runs/events.ts';
import {cursorOver} from '../sql/texts.ts';
import {NotUnderstood, type Token} from '../sql/tokens.ts';

/** A value that a migration adds to an enum type of PostgreSQL. */
interface NewValue {
	migration: string;
	type: string;
	value: string;
}

/**
 * No statement of the transaction that adds a value to an enum type can use it. (Since PostgreSQL 17 one can
 * if the transaction makes the type.)
 * @param steps with their SQL
 * @throws CommandError `not-atomic` where one uses a value that one before it adds
 */
export function refuseNewEnumValues(steps: PlanStep[]): void {
	const added: NewValue[] = [];
	for (const {migration, sql = [], source} of steps) {
		for (const statement of sql) {
			const texts = read(statement, migration, added);
			const used = added.find(({value}) => texts.some(text => hasWord(text, value)));
			if (used) throw inUse(migration, used);
		}
		const used = source && added.find(({value}) => hasWord(source, value, `['"\`]`));
		if (used) throw inUse(migration, used);
	}
}

/** @returns the texts of a statement, unless it makes a type or adds a value */
function read(sql: string, migration: string, added: NewValue[]): string[] {
	try {
		const cursor = cursorOver(sql, 'postgresql');
		if (cursor.is('create type')) return [];
		if (!cursor.take('alter type')) return textsIn(cursor.rest);
		const type = nameOf(cursor.names());
		if (!cursor.take('add value')) return [];
		cursor.take('if not exists');
		added.push({migration, type, value: cursor.next().value});
		return [];
	} catch (error) {
		if (error instanceof NotUnderstood) return [sql];
		throw error;
	}
}

function nameOf(names: string[]): string {
	return names.filter((name, index) => index > 0 || name !== 'public').join('.');
}

function textsIn(tokens: Token[]): string[] {
	return tokens.flatMap(({kind, value}) => (kind === 'text' ? value : []));
}

/** A list of values is one text; in code, a value is in quotes. */
function hasWord(text: string, value: string, quote?: string): boolean {
	const word = value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
	const [before, after] = quote ? [quote, quote] : ['(?<![\\p{L}\\p{N}])', '(?![\\p{L}\\p{N}])'];
	return new RegExp(`${before}${word}${after}`, 'u').test(text);
}

function inUse(migration: string, {type, value, migration: adds}: NewValue): CommandError {
	const [app, name] = adds.split(/\.(.*)/s);
	return new CommandError(
		`${migration} uses the value '${value}' that ${adds} adds to the enum type ${type}: PostgreSQL cannot use it in the same transaction.`,
		{
			code: 'not-atomic',
			hint: `Leave --atomic out, or run 'quarterdeck migrate ${app} ${name}' first.`,
		},
	);
}

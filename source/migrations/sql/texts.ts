import type {Dialect} from '../../project/database/dialect.ts';
import {Cursor} from './cursor.ts';
import {asName} from './names.ts';
import {tokensOf} from './tokens.ts';

/** Splits a part of a statement at the commas outside of brackets and texts. */
export function partsOf(text: string, dialect: Dialect): string[] {
	return cursorOver(text, dialect)
		.split(',')
		.map(part => part.text);
}

/** The texts in a part of a statement: `'a', 'it''s'` → a and it's. */
export function textsOf(text: string, dialect: Dialect): string[] {
	return tokensOf(text, dialect).flatMap(({kind, value}) => (kind === 'text' ? value : []));
}

/** All words and names in a part of a statement, as the database reads names. */
export function namesIn(text: string, dialect: Dialect): string[] {
	return tokensOf(text, dialect).flatMap(token => {
		const isName = token.kind === 'word' || token.kind === 'name' || token.mayBeName;
		return isName ? asName(token, dialect) : [];
	});
}

/** Whether a part of a statement is nothing but this name. */
export function isName(text: string, name: string, dialect: Dialect): boolean {
	const [token, ...rest] = tokensOf(text, dialect);
	return token !== undefined && rest.length === 0 && asName(token, dialect) === name;
}

/** Reads a part of a statement. */
export function cursorOver(text: string, dialect: Dialect): Cursor {
	return new Cursor(text, dialect, tokensOf(text, dialect));
}

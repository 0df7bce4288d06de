import {quoteText} from '../../project/database/dialect.ts';
import type {Cursor} from './cursor.ts';
import type {ColumnDeclaration} from './effect.ts';
import {asName, qualifiedName} from './names.ts';

const notColumns =
	'constraint|primary|foreign|unique|check|key|index|fulltext|spatial|exclude|like|period';
/** What ends a column's type. */
const attributes =
	'not|null|default|constraint|primary|unique|references|check|generated|as|auto_increment|autoincrement|comment|on|first|after|storage|compression|invisible|visible|virtual|stored|persistent|identity|using|key|options';

/** @param body between the brackets of `create table` */
export function declarationsOf(body: Cursor): ColumnDeclaration[] {
	return body
		.split(',')
		.filter(part => !part.isAtEnd && !part.is(notColumns))
		.map(declaration);
}

/** @param cursor at the column's name; reads to its end */
export function declaration(cursor: Cursor): ColumnDeclaration {
	const column = cursor.name();
	const declared = cursor.text;
	const type = typeIn(cursor.until(attributes));
	const {outline} = cursor;
	const isGenerated = /\bas \(/.test(outline);
	return {
		column,
		type,
		notNull: /\bnot null\b/.test(outline),
		isGenerated,
		hasDefault:
			isGenerated ||
			/\b(?:default|generated|auto_increment|autoincrement)\b/.test(outline) ||
			/serial/.test(type),
		declared,
	};
}

/** Keywords in lower case; names and texts as the database reads them. */
export function typeIn(cursor: Cursor): string {
	const {dialect} = cursor;
	let type = '';
	let end = -1;
	while (!cursor.isAtEnd) {
		const token = cursor.next();
		const gap = end >= 0 && token.start > end && !/[(,]$/.test(type) && !/^[(),]/.test(token.value);
		end = token.end;
		if (gap) type += ' ';
		if (token.kind === 'text') type += quoteText(token.value);
		else if (token.kind === 'name') type += qualifiedName([asName(token, dialect)]);
		else type += token.word || token.value;
	}
	return type;
}

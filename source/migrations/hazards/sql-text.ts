import type {ColumnDeclaration} from './effect.ts';

const name = '((?:[`"\\w$-]+\\.)?[`"\\w$-]+)';

/** @param source where NAME stands for a name in whatever quotes, with or without a schema, and a space for any white space */
export function pattern(source: string): RegExp {
	return new RegExp(`^\\s*${source.replaceAll('NAME', name).replaceAll(' ', '\\s+')}`, 'is');
}

/** The text that a pattern matches, then its groups; a group that is missing is empty. */
export function match(pattern: RegExp, text: string): string[] | undefined {
	return pattern.exec(text)?.map(part => part ?? '');
}

/** A name without quotes and schema. */
export function bare(quoted: string): string {
	return quoted.replace(/[`"]/g, '').split('.').pop()!;
}

/** Splits at the commas outside of brackets and texts. */
export function partsOf(text: string): string[] {
	const parts = [''];
	let depth = 0;
	for (const [piece] of text.matchAll(/'(?:[^']|'')*'|[(),]|[^'(),]+|'/g)) {
		if (piece === '(') depth++;
		if (piece === ')') depth--;
		if (piece === ',' && depth === 0) parts.push('');
		else parts[parts.length - 1] += piece;
	}
	return parts;
}

/** `"a", b desc` → a and b. */
export function namesOf(list: string): string[] {
	return list.split(',').map(part => bare(part.trim().split(/\s+/)[0]!));
}

/** `'a', 'b'` → a and b. */
export function textsOf(list: string): string[] {
	return [...list.matchAll(/'((?:[^']|'')*)'/g)].map(([, text]) => text!.replaceAll("''", "'"));
}

/** @param body the text between the brackets of `create table` */
export function declarationsOf(body: string): ColumnDeclaration[] {
	return partsOf(body)
		.filter(
			part => !/^\s*(?:constraint|primary\s+key|foreign|unique|check|key|index)\b/i.test(part),
		)
		.map(declaration);
}

export function declaration(text: string): ColumnDeclaration {
	const [, column = '', declared = '', type = ''] =
		/^\s*([`"\w$-]+)\s*(((?:double\s+precision|character\s+varying|[\w"]+)(?:\s*\([^)]*\))?)?.*)$/s.exec(
			text,
		) ?? [];
	return {
		column: bare(column),
		type: type.toLowerCase().replaceAll(/\s+/g, ' '),
		declared: declared.trim(),
		notNull: /\bnot\s+null\b/i.test(text),
		isGenerated: /\bas\s*\(/i.test(text),
		hasDefault: /\bdefault\b|\bgenerated\b|\bserial\b|\bauto_?increment\b|\bas\s*\(/i.test(text),
	};
}

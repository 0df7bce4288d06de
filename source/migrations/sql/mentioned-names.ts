import type {Dialect} from '../../project/database/dialect.ts';
import {asName, qualifiedName} from './names.ts';
import {type Token, tokensOf} from './tokens.ts';

/** All words and names of a statement, with those in the body of a block or routine. */
export function namesOf(tokens: Token[], dialect: Dialect): string[] {
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
		const next = tokens[index + 2];
		if (tokens[index + 1]?.value === '.' && next)
			names.add(qualifiedName([own, asName(next, dialect)]));
		else names.add(qualifiedName([own]));
	}
	return [...names];
}

function namesInBody(body: string, dialect: Dialect): string[] {
	try {
		return namesOf(tokensOf(body, dialect), dialect);
	} catch {
		return namesBySpaces(body);
	}
}

export function namesBySpaces(text: string): string[] {
	return text.match(/[\w$\u0080-\uffff]+/g) ?? [];
}

import type {Dialect} from '../../project/database/dialect.ts';
import type {Token} from './tokens.ts';

/**
 * A name as the database reads it, possibly with a schema: `book`, `archive.book`, `"a.b"`. Parts in which a
 * dot or a quote occurs are in quotes, so that two names are equal only if they mean the same.
 */
export type QualifiedName = string;

export function qualifiedName(parts: string[]): QualifiedName {
	return parts
		.map(part => (/[."]/.test(part) ? `"${part.replaceAll('"', '""')}"` : part))
		.join('.');
}

/** @returns its schema, if it has one, and its own name */
export function partsOfName(name: QualifiedName): {schema: string | undefined; own: string} {
	const parts = (name.match(/"(?:[^"]|"")*"|[^."]+/g) ?? [name]).map(part =>
		part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part,
	);
	return {schema: parts.at(-2), own: parts.at(-1)!};
}

/** PostgreSQL reads names without quotes in lower case. */
export function asName({kind, value}: Token, dialect: Dialect): string {
	const folds = kind === 'word' && dialect === 'postgresql';
	return folds ? value.replace(/[A-Z]/g, letter => letter.toLowerCase()) : value;
}

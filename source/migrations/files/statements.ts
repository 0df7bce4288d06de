/** Texts, quoted names, comments and PostgreSQL's function bodies: a semicolon in them ends no statement. */
const opaque =
	/'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//g;
const withBody = /^\s*create\s+(?:or\s+replace\s+)?(?:trigger|procedure|function)\b/i;

/**
 * Splits generated SQL at semicolons that end a line.
 * @returns each statement with its semicolon
 */
export function statementsOf(sql: string, backslashEscapes = false): string[] {
	const tokens = backslashEscapes
		? new RegExp(
				opaque.source.replace("'(?:[^']|'')*'", () => "'(?:\\\\[^]|[^'\\\\]|'')*'"),
				'g',
			)
		: opaque;
	// It has the same length, so that an index in it is one in the SQL.
	const skeleton = sql.replace(tokens, text => '_'.repeat(text.length));
	const statements: string[] = [];
	let start = 0;
	for (const {index} of `${skeleton}\n`.matchAll(/;[^\S\n]*\n/g)) {
		const text = skeleton.slice(start, index);
		if (withBody.test(text) && /\bbegin\b/i.test(text) && !/\bend\s*$/i.test(text)) continue;
		statements.push(sql.slice(start, index).trim());
		start = index + 1;
	}
	statements.push(sql.slice(start).trim().replace(/;$/, ''));
	return statements.filter(Boolean).map(statement => `${statement};`);
}

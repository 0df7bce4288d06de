const name = '([`"\\w.$-]+)';
/** MariaDB's variables for one statement. */
const forStatement = '(?:set\\s+statement\\b.+?\\bfor\\s+)?';

/** Each pattern matches the beginning of a statement; NAME matches a name in any quotes. */
const inverses: [pattern: string, inverse: (isMysql: boolean, ...names: string[]) => string][] = [
	['create (?:unlogged )?table (?:if not exists )?NAME', (_, table) => `drop table ${table};`],
	[
		'create (?:unique )?index (?:concurrently )?(?:if not exists )?NAME on NAME',
		(isMysql, index, table) => `drop index ${index}${isMysql ? ` on ${table}` : ''};`,
	],
	[
		'alter table NAME add (?:(?:unique )?(?:index|key) NAME|unique NAME\\s*\\()',
		(_, table, key, unique) => `alter table ${table} drop index ${key ?? unique};`,
	],
	[
		'alter table NAME add constraint NAME',
		(_, table, constraint) => `alter table ${table} drop constraint ${constraint};`,
	],
	[
		'alter table NAME add (?:column )?(?:if not exists )?(?!(?:unique|index|key|primary|foreign|check|fulltext|spatial)\\b)NAME(?![^,]*,\\s*add\\b)',
		(_, table, column) => `alter table ${table} drop column ${column};`,
	],
	[
		'alter table NAME rename column NAME to NAME',
		(_, table, from, to) => `alter table ${table} rename column ${to} to ${from};`,
	],
	['alter table NAME rename (?:to )?NAME', (_, from, to) => `alter table ${to} rename to ${from};`],
];
const patterns = inverses.map(([pattern, inverse]) => {
	const source = pattern.replaceAll('NAME', name).replaceAll(' ', '\\s+');
	return [new RegExp(`^\\s*${forStatement}${source}`, 'i'), inverse] as const;
});

/** The statements that undo these, last one first; a comment where a person has to. */
export function reverseSql(statements: string[], isMysql: boolean): string[] {
	return statements.toReversed().map(statement => {
		for (const [pattern, inverse] of patterns) {
			const match = pattern.exec(statement);
			if (match) return inverse(isMysql, ...(match.slice(1) as string[]));
		}
		return `-- by hand: ${statement.split('\n')[0]}`;
	});
}

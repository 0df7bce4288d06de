const name = '([`"\\w.$-]+)';

/** NAME stands for a name in whatever quotes. */
const inverses: [RegExp, (isMysql: boolean, ...names: string[]) => string][] = [
	[
		/^\s*create\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?NAME/i,
		(_, table) => `drop table ${table};`,
	],
	[
		/^\s*create\s+(?:unique\s+)?index\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?NAME\s+on\s+NAME/i,
		(isMysql, index, table) => `drop index ${index}${isMysql ? ` on ${table}` : ''};`,
	],
	[
		/^\s*alter\s+table\s+NAME\s+add\s+(?:unique\s+)?(?:index|key)\s+NAME/i,
		(_, table, index) => `alter table ${table} drop index ${index};`,
	],
	[
		/^\s*alter\s+table\s+NAME\s+add\s+unique\s+NAME\s*\(/i,
		(_, table, index) => `alter table ${table} drop index ${index};`,
	],
	[
		/^\s*alter\s+table\s+NAME\s+add\s+constraint\s+NAME/i,
		(_, table, constraint) => `alter table ${table} drop constraint ${constraint};`,
	],
	[
		/^\s*alter\s+table\s+NAME\s+add\s+(?:column\s+)?(?:if\s+not\s+exists\s+)?NAME(?![^,]*,\s*add\b)/i,
		(_, table, column) => `alter table ${table} drop column ${column};`,
	],
	[
		/^\s*alter\s+table\s+NAME\s+rename\s+column\s+NAME\s+to\s+NAME/i,
		(_, table, from, to) => `alter table ${table} rename column ${to} to ${from};`,
	],
	[
		/^\s*alter\s+table\s+NAME\s+rename\s+(?:to\s+)?NAME/i,
		(_, from, to) => `alter table ${to} rename to ${from};`,
	],
];
const patterns = inverses.map(
	([{source}, inverse]) => [new RegExp(source.replaceAll('NAME', name), 'i'), inverse] as const,
);

/** What undoes these statements, the last one first; a comment where that cannot be told. */
export function undoing(statements: string[], isMysql: boolean): string[] {
	return statements.toReversed().map(statement => {
		for (const [pattern, inverse] of patterns) {
			const match = pattern.exec(statement);
			if (match) return inverse(isMysql, ...match.slice(1).map(part => part!));
		}
		return `-- by hand: ${statement.split('\n')[0]}`;
	});
}

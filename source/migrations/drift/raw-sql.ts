import {readFileSync} from 'node:fs';
import type {MigrationGraph} from '../graph/graph.ts';

/**
 * What migrations make with SQL of their own is in no snapshot: a partial index, a trigger, a table
 * of another tool.
 * @returns tells whether the last statement that names it makes it
 */
export function handWritten(graph: MigrationGraph): (name: string) => boolean {
	let statements: string[] | undefined;
	return name => {
		statements ??= graph.order.flatMap(({path}) => statementsIn(readFileSync(path, 'utf8')));
		const word = new RegExp(`(?<![\\w$])${name.replace(/[^\w]/g, '\\$&')}(?![\\w$])`, 'i');
		const last = statements.findLast(statement => word.test(statement));
		return last !== undefined && /\b(?:create|add|rename)\b/i.test(last) && !/\bdrop\b/i.test(last);
	};
}

/** Of a migration for several databases, the lists of statements stand above its class. */
const listsBackwards =
	/\bdown\s*:\s*\[(?:[^\]'"`]|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`)*\]/gs;

function statementsIn(source: string): string[] {
	const forwards = source.split(/\bdown\s*\(/)[0]!;
	const isForSeveral = /\bup\s*:\s*\[/.test(forwards);
	if (!isForSeveral) return forwards.split(/addSql|execute/);
	return forwards.replace(listsBackwards, '').split(/addSql|execute|^\s*(?=['"`])/m);
}

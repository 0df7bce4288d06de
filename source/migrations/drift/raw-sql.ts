import type {MigrationFile} from '../files/loader.ts';
import {readingOf} from '../files/reading.ts';
import type {MigrationGraph} from '../graph/graph.ts';

/**
 * Finds what migrations make with SQL written by hand, which is in no snapshot: a partial index, a
 * trigger, a table of another tool.
 * @returns whether the last statement that has the name makes it
 */
export function handWritten(graph: MigrationGraph): (name: string) => boolean {
	let statements: string[] | undefined;
	return name => {
		statements ??= graph.order.flatMap(statementsIn);
		const word = new RegExp(`(?<![\\w$])${name.replace(/[^\w]/g, '\\$&')}(?![\\w$])`, 'i');
		const last = statements.findLast(statement => word.test(statement));
		return last !== undefined && /\b(?:create|add|rename)\b/i.test(last) && !/\bdrop\b/i.test(last);
	};
}

/** What it sends forwards to any database; if it runs code, all texts that it may send. */
function statementsIn(file: MigrationFile): string[] {
	const {literal, texts = []} = readingOf(file) ?? {};
	return literal ? Object.values(literal.up.statements).flat() : texts;
}

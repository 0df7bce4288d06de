import type {MigrationFile} from '../files/loader.ts';
import {readingOf} from '../files/reading.ts';
import type {MigrationGraph} from '../graph/graph.ts';

/**
 * What migrations make with SQL of their own is in no snapshot: a partial index, a trigger, a table
 * of another tool.
 * @returns tells whether the last statement that names it makes it
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

/** What it sends forwards, on whatever database; of code all that may be sent. */
function statementsIn(file: MigrationFile): string[] {
	const {literal, texts = []} = readingOf(file) ?? {};
	return literal ? Object.values(literal.up.statements).flat() : texts;
}

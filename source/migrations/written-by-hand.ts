import {readFileSync} from 'node:fs';
import type {MigrationGraph} from './graph.ts';

/**
 * What migrations make with SQL of their own is in no snapshot: a partial index, a trigger, a table
 * of another tool.
 * @returns tells whether the last statement that names it makes it
 */
export function handWritten(graph: MigrationGraph): (name: string) => boolean {
	let lines: string[] | undefined;
	return name => {
		lines ??= graph.order.flatMap(({path}) =>
			upOf(readFileSync(path, 'utf8')).split(/addSql|execute/),
		);
		const word = new RegExp(`(?<![\\w$])${name.replace(/[^\w]/g, '\\$&')}(?![\\w$])`, 'i');
		const last = lines.findLast(line => word.test(line));
		return last !== undefined && /\b(?:create|add|rename)\b/i.test(last) && !/\bdrop\b/i.test(last);
	};
}

function upOf(source: string): string {
	return source.split(/\bdown\s*\(/)[0]!;
}

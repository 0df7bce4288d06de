import {wrap} from './cells.ts';
import {safe} from './foreign-text.ts';
import {glyphs, paint} from './theme.ts';

export function sqlRows(sql: string, inside: number): string[] {
	const text = safe(sql).replaceAll('\t', '  ');
	return wrap(text, inside - 4).map(line => paint('quiet', `    ${line}`));
}

/** `[██████░░░░]  66%` */
export function bar(done: number, total: number, columns: number): string {
	const width = Math.max(4, Math.min(60, columns - 8));
	const full = total === 0 ? 0 : Math.floor((done / total) * width);
	const percent = total === 0 ? 0 : Math.floor((done / total) * 100);
	const [filled, empty] = [glyphs.done.repeat(full), glyphs.todo.repeat(width - full)];
	return `[${paint('applied', filled)}${paint('quiet', empty)}] ${String(percent).padStart(3)}%`;
}

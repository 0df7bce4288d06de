import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import type {Place} from '../../project/import/error-place.ts';
import {redact} from '../../terminal/redact.ts';

/** Lines of context above and below. */
const around = 4;

export interface Excerpt {
	/** `accounts/views.ts:12` */
	place: string;
	/** Numbered lines without secrets; the failing one is marked. */
	text: string;
}

/** The source around a line; undefined if that is unknown or outside of the folder. */
export function excerptAt({file, line}: Partial<Place>, root: string): Excerpt | undefined {
	if (!file?.startsWith(root + path.sep) || line === undefined || !existsSync(file))
		return undefined;
	const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
	if (line > lines.length) return undefined;
	const first = Math.max(1, line - around);
	const width = String(Math.min(line + around, lines.length)).length;
	const text = lines
		.slice(first - 1, line + around)
		.map((source, index) => {
			const number = first + index;
			return `${number === line ? '>' : ' '} ${String(number).padStart(width)}  ${source}`;
		})
		.join('\n');
	return {place: `${path.relative(root, file)}:${line}`, text: redact(text)};
}

import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {placeOf} from '../project/error-place.ts';
import {redact} from './redact.ts';

/** How many lines stand above and below the one to blame. */
const around = 4;

export interface Excerpt {
	/** `accounts/views.ts:12` */
	place: string;
	/** Numbered lines without secrets, the one to blame marked. */
	text: string;
}

/** The project's own lines where an error was thrown; undefined when that is not known. */
export function sourceExcerpt(error: unknown, root: string): Excerpt | undefined {
	const {file, line} = placeOf(error) ?? {};
	if (!file?.startsWith(root + path.sep) || line === undefined || !existsSync(file))
		return undefined;
	const lines = readFileSync(file, 'utf8').split('\n');
	const first = Math.max(1, line - around);
	const text = lines
		.slice(first - 1, line + around)
		.map((source, index) => {
			const number = first + index;
			return `${number === line ? '>' : ' '} ${String(number).padStart(4)}  ${source}`;
		})
		.join('\n');
	return {place: `${path.relative(root, file)}:${line}`, text: redact(text)};
}

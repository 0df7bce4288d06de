import {useStore} from '../components/contexts.ts';
import type {PanePlace} from '../components/pane.tsx';
import {insideOf} from '../drawing/border.ts';
import {paragraph} from '../drawing/foreign-text.ts';
import {glyphs} from '../drawing/theme.ts';
import {clock} from '../drawing/times.ts';
import {levelOf} from '../log/lines/level.ts';
import {fieldByField, fieldsOf, inOneRow, structuredLine} from '../log/lines/structured-line.ts';
import type {LogPane} from '../log/log-pane.ts';
import {blockAround} from '../log/texts.ts';
import {DetailFrame} from './detail-frame.tsx';

interface Props {
	place: PanePlace;
	logPane: LogPane;
	number: number;
}

/** In letters. Nobody reads more of a line here, and wrapping takes its time. */
const mostOfLine = 20_000;

/** A line of the log as a whole: its fields, its stack, or all of its text. */
export function LineDetail({place, logPane, number}: Props) {
	useStore(logPane.counters);
	const {columns} = insideOf(place);
	const lines = blockAround(logPane.store, number).map(line => line.slice(0, mostOfLine));
	return (
		<DetailFrame place={place} title="Log line" opens={false}>
			{withoutLibraries(lines.flatMap(linesOf)).flatMap(line => lineRows(line, columns))}
		</DetailFrame>
	);
}

/** A line of JSON becomes a line for each of its fields; of a logger's record, what it says comes first. */
function linesOf(line: string): string[] {
	const record = structuredLine(line);
	if (!record) {
		const lines = fieldByField(fieldsOf(line) ?? {}, '');
		return lines.length > 0 ? lines : [line];
	}
	const {time, fields} = record;
	const said = inOneRow({...record, fields: {}}, time ? clock(time) : '');
	return [said, ...fieldByField(fields, '')];
}

const frameOfLibrary = /^\s+at .*(?:node_modules\/|\bnode:)/;

/** Frames of libraries in a row become one line. */
function withoutLibraries(lines: string[]): string[] {
	const kept: string[] = [];
	let count = 0;
	for (const [index, line] of lines.entries()) {
		count = frameOfLibrary.test(line) ? count + 1 : 0;
		if (count === 0) kept.push(line);
		else if (!frameOfLibrary.test(lines[index + 1] ?? '')) kept.push(foldedFrames(count));
	}
	return kept;
}

function foldedFrames(count: number): string {
	return `    ${glyphs.ellipsis} ${count} ${count === 1 ? 'frame' : 'frames'} of libraries`;
}

function lineRows(line: string, inside: number): string[] {
	const isQuiet = line.startsWith(`    ${glyphs.ellipsis}`);
	const isError = levelOf(line) === 'error';
	return paragraph(line, inside, isQuiet ? 'quiet' : isError ? 'error' : undefined);
}

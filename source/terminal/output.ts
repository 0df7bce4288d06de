import {
	blockerText,
	impactText,
	plannedText,
	rehearsalText,
	rehearsedText,
	warningText,
} from '../runs/event-texts.ts';
import {
	type Event,
	type LogLevel,
	type MigrationFailed,
	type Question,
	type RehearsalPhase,
	type StepWaiting,
	stamped,
} from '../runs/events.ts';
import {duration} from '../words/duration.ts';
import {plural} from '../words/plural.ts';
import {filledInWords} from '../words/progress.ts';
import type {Meaning, Paint} from './colours.ts';
import {ProgressLine} from './progress-line.ts';
import {sanitise} from './sanitise.ts';
import {paintServerLine} from './server-line.ts';

/** Where a command reads and prints: the streams of this process, or those of a test. */
export type Streams = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>;

type Outputs = Record<'stdout' | 'stderr', NodeJS.WritableStream>;

/** Writes one JSON object per event; the answer of a read-only command is written by itself. */
export function jsonPrinter({stdout}: Pick<Outputs, 'stdout'>): (event: Event) => void {
	return event => {
		const line = event.type === 'result' ? event.value : stamped(event);
		stdout.write(`${JSON.stringify(line)}\n`);
	};
}

/** Writes events for people: errors to stderr. `Applying …` is written before its migration runs. */
export function textPrinter({stdout, stderr}: Outputs, paint: Paint): (event: Event) => void {
	let isLineOpen = false;
	const terminal = stdout as NodeJS.WriteStream;
	const progress = new ProgressLine(() => (terminal.isTTY ? terminal.columns : undefined));
	return event => {
		const isProgress = event.type === 'backfilling';
		const {out: text = '', error = ''} = isProgress
			? {out: progress.next(event)}
			: textOf(event, paint);
		const out =
			isProgress || text + error === '' ? text : progress.end(event.type === 'log') + text;
		// Waiting for the first lock of all comes before any line that it could continue.
		const isFirst = event.type === 'step-waiting' && !isLineOpen;
		if (out !== '') stdout.write(isFirst ? `${out.trimStart()}\n` : out);
		if (out + error !== '') isLineOpen = out.endsWith('...');
		if (error !== '') stderr.write(error);
	};
}

/** The text of an event for each stream. */
interface Texts {
	out?: string;
	error?: string;
}

function textOf(event: Event, paint: Paint): Texts {
	switch (event.type) {
		case 'plan':
			return {out: (event.preview ? previewText : planText)(event, paint)};
		case 'applying':
			return {out: `  Applying ${sanitise(event.migration)}...`};
		case 'unapplying':
			return {out: `  Unapplying ${sanitise(event.migration)}...`};
		case 'rehearsing':
			return {out: `  ${rehearsing[event.phase](sanitise(event.migration))}...`};
		case 'rehearsed':
			return {out: `${paint('success', ` ${duration(event.milliseconds)}`)}\n`};
		case 'applied':
		case 'unapplied':
			return {out: `${paint('success', ' OK')}\n`};
		case 'faked':
			return {out: `${paint('success', ' FAKED')}\n`};
		case 'failed':
			return {out: `${paint('failure', ' FAILED')}\n`, error: failureText(event)};
		case 'migration-written':
			return {out: writtenText(event, paint)};
		case 'waiting-for-lock':
			return {out: `Waiting for another run to end: ${sanitise(event.holder)}\n`};
		case 'step-waiting':
			return {out: waitingText(event)};
		case 'question':
			return {error: questionText(event)};
		case 'log':
			return logText(event, paint);
		case 'error':
			return {
				error: event.code === 'interrupted' ? `${event.message}\n` : errorText(event, paint),
			};
		case 'result':
			return {out: resultText(event.text, event.title, paint)};
		default:
			return {};
	}
}

const rehearsing: Record<RehearsalPhase, (migration: string) => string> = {
	plan: migration => `On the copy: ${migration}`,
	reverse: migration => `Undoing ${migration}`,
	again: migration => `Again: ${migration}`,
};

const meanings: Partial<Record<LogLevel, Meaning>> = {
	heading: 'heading',
	notice: 'error',
	success: 'success',
	warning: 'warning',
	error: 'error',
};

function logText({level, text, source}: Extract<Event, {type: 'log'}>, paint: Paint): Texts {
	if (source === 'server') return {out: `${paintServerLine(text, paint)}\n`};
	const meaning = meanings[level];
	const lines = text.split('\n').map(line => (meaning ? paint(meaning, line) : line));
	const printed = `${lines.join('\n')}\n`;
	return level === 'error' || level === 'warning' ? {error: printed} : {out: printed};
}

function writtenText(
	{app, path, operations}: Extract<Event, {type: 'migration-written'}>,
	paint: Paint,
): string {
	return [
		paint('heading', `Migrations for '${app}':`),
		`  ${paint('strong', path)}`,
		...operations.map(operation => `    ${operation}`),
		'',
	].join('\n');
}

/** Lines below `Applying …`, the last of which is still to get its ` OK`. */
function waitingText({attempt, attempts, nextTry, blockers, queued, sql}: StepWaiting): string {
	const others = blockers.length > 0 ? blockers.map(blockerText) : ['another connection'];
	const who = `Waiting for ${others.join('; and for ')}`;
	const behind = queued > 0 ? ` (${plural(queued, 'session')} behind this one)` : '';
	if (nextTry === null) return `\n    ${sanitise(sql)}\n    ${sanitise(who)}${behind}...`;
	const seconds = ((Date.parse(nextTry) - Date.now()) / 1000).toFixed(1);
	const reason = blockers.length > 0 ? '' : `\n    ${sanitise(who)}.`;
	return `${reason}\n    Gave way. Attempt ${attempt + 1} of ${attempts} in ${seconds} s...`;
}

function failureText(event: MigrationFailed): string {
	const place = event.statement > 0 ? `Statement ${event.statement}: ` : '';
	const lines = [place + sanitise(event.sql), sanitise(event.message), undoneText(event)];
	return `${lines.map(line => `  ${line}`).join('\n')}\n`;
}

function undoneText(event: MigrationFailed): string {
	const {rolledBack, mayBeDone, alreadyExecuted, filled} = event;
	if (rolledBack && filled !== undefined)
		return `Its last batch was rolled back. ${filledInWords(filled, null)} stay filled, and the next migrate continues there.`;
	if (rolledBack) return 'Everything this migration did was rolled back.';
	const doubt = mayBeDone ? ['It may have been done: the database gave no answer.'] : [];
	if (alreadyExecuted.length === 0) return doubt[0] ?? 'Nothing of it was executed.';
	const statements = alreadyExecuted.map(sql => `    ${sanitise(sql)}`);
	return [...doubt, 'NOT rolled back, still in the database:', ...statements].join('\n');
}

type Plan = Extract<Event, {type: 'plan'}>;

function planText({target, steps}: Plan, paint: Paint): string {
	const warnings = steps.flatMap(step =>
		step.warnings.map(warning => {
			const text = sanitise(`${step.migration}: ${warningText(warning)}`);
			return `  ${paint('warning', text)}\n`;
		}),
	);
	const head = `${paint('heading', 'Operations to perform:')}\n  ${target}\n`;
	return `${head}${warnings.join('')}${paint('heading', 'Running migrations:')}\n`;
}

/** A preview: each migration with its warnings and SQL. */
function previewText({steps, rehearsal}: Plan, paint: Paint): string {
	const inset = (text: string) => `    ${sanitise(text).replaceAll('\n', '\n    ')}`;
	const lines = steps.flatMap(
		({migration, direction, warnings, sql = [], impacts, rehearsed, source, backfill}) => [
			`${direction === 'backwards' ? 'Undo ' : ''}${migration}${backfill ? ' (backfill)' : ''}`,
			...[plannedText({backfill, source})].flatMap(text => (text === undefined ? [] : inset(text))),
			...warnings.map(warning => `    ${paint('warning', sanitise(warningText(warning)))}`),
			...sql.flatMap((text, index) => [
				inset(text),
				...(impacts?.[index] ?? []).map(impact => inset(`-- ${impactText(impact)}`)),
				...(rehearsed?.[index] ? [inset(`-- ${rehearsedText(rehearsed[index])}`)] : []),
			]),
			...(source === undefined ? [] : [inset(source.trimEnd())]),
		],
	);
	if (lines.length === 0) lines.push('  No planned migration operations.');
	if (rehearsal) lines.push(rehearsalText(rehearsal));
	return `${[paint('heading', 'Planned operations:'), ...lines].join('\n')}\n`;
}

function resultText(text: string, title: string | undefined, paint: Paint): string {
	const head = title === undefined ? '' : `${paint('strong', title)}\n`;
	return head + (text === '' || text.endsWith('\n') ? text : `${text}\n`);
}

/** A question in non-interactive mode, and the flag that answers it. */
function questionText({text, choices, flag, hint}: Question): string {
	const answer = [`Answer it with ${flag}`, ...(hint === undefined ? [] : [hint])];
	const lines = [text, ...choices.map(choice => `  ${choice}`), ...answer];
	return `${lines.map(line => sanitise(line)).join('\n')}\n`;
}

/** `Error: …` and its hint. The place is part of the sentence. */
function errorText({message, hint}: {message: string; hint?: string}, paint: Paint): string {
	const lines = sanitise(message).split('\n');
	const head = lines.map((line, index) =>
		paint('error', index === 0 ? `Error: ${line}` : `       ${line}`),
	);
	return `${[...head, ...(hint ? [sanitise(hint)] : [])].join('\n')}\n`;
}

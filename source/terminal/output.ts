import type {Event, LogLevel, MigrationFailed, Question} from '../runs/events.ts';
import type {Meaning, Paint} from './colours.ts';
import {sanitise} from './sanitise.ts';
import {paintServerLine} from './server-line.ts';

export interface Streams {
	out: (text: string) => void;
	error: (text: string) => void;
}

/** Writes each event as one JSON object a line, a reading command's answer as it is. */
export function jsonPrinter({out}: Streams): (event: Event) => void {
	return event => {
		const line = event.type === 'result' ? event.value : stamped(event);
		out(`${JSON.stringify(line)}\n`);
	};
}

function stamped(event: Event): object {
	const {type, ...rest} = event;
	return {type, at: new Date().toISOString(), ...rest};
}

/**
 * Writes each event as a person reads it. Errors go to the error stream, all else to the other.
 * A line that waits for its end (`Applying …`) is written before its migration runs.
 */
export function textPrinter({out, error}: Streams, paint: Paint): (event: Event) => void {
	return event => {
		switch (event.type) {
			case 'plan':
				return out((event.preview ? previewText : planText)(event, paint));
			case 'applying':
				return out(`  Applying ${sanitise(event.migration)}...`);
			case 'unapplying':
				return out(`  Unapplying ${sanitise(event.migration)}...`);
			case 'applied':
			case 'unapplied':
				return out(`${paint('success', ' OK')}\n`);
			case 'faked':
				return out(`${paint('success', ' FAKED')}\n`);
			case 'failed':
				return failure(event);
			case 'migration-written':
				return out(
					[
						paint('heading', `Migrations for '${event.app}':`),
						`  ${paint('strong', event.path)}`,
						...event.operations.map(operation => `    ${operation}`),
						'',
					].join('\n'),
				);
			case 'waiting-for-lock':
				return out(`Waiting for another run to end: ${sanitise(event.holder)}\n`);
			case 'question':
				return error(questionText(event));
			case 'log':
				if (event.source === 'server') return out(`${paintServerLine(event.text, paint)}\n`);
				return log(event.level, event.text);
			case 'error':
				return error(event.code === 'interrupted' ? `${event.message}\n` : errorText(event, paint));
			case 'result':
				return out(resultText(event.text, event.title, paint));
		}
	};

	function log(level: LogLevel, text: string): void {
		const meaning: Partial<Record<LogLevel, Meaning>> = {
			heading: 'heading',
			notice: 'error',
			success: 'success',
			warning: 'warning',
			error: 'error',
		};
		const line = meaning[level]
			? text
					.split('\n')
					.map(part => paint(meaning[level]!, part))
					.join('\n')
			: text;
		(level === 'error' || level === 'warning' ? error : out)(`${line}\n`);
	}

	function failure(event: MigrationFailed): void {
		out(`${paint('failure', ' FAILED')}\n`);
		const undone = event.rolledBack
			? 'Everything this migration did was rolled back.'
			: event.alreadyExecuted.length > 0
				? `NOT rolled back, still in the database:\n${event.alreadyExecuted.map(sql => `    ${sanitise(sql)}`).join('\n')}`
				: 'Nothing of it was executed.';
		error(
			`  ${event.statement > 0 ? `Statement ${event.statement}: ` : ''}${sanitise(event.sql)}\n  ${sanitise(event.message)}\n  ${undone}\n`,
		);
	}
}

type Plan = Extract<Event, {type: 'plan'}>;

function planText({target, steps}: Plan, paint: Paint): string {
	const warnings = steps.flatMap(step =>
		step.warnings.map(text => `  ${paint('warning', `${step.migration}: ${text}`)}\n`),
	);
	const head = `${paint('heading', 'Operations to perform:')}\n  ${target}\n`;
	return `${head}${warnings.join('')}${paint('heading', 'Running migrations:')}\n`;
}

/** What would be run: each migration with its warnings and its SQL. */
function previewText({steps}: Plan, paint: Paint): string {
	const lines = steps.flatMap(({migration, direction, warnings, sql = []}) => [
		direction === 'backwards' ? `Undo ${migration}` : migration,
		...warnings.map(text => `    ${paint('warning', text)}`),
		...sql.map(statement => `    ${sanitise(statement).replaceAll('\n', '\n    ')}`),
	]);
	if (lines.length === 0) lines.push('  No planned migration operations.');
	return `${[paint('heading', 'Planned operations:'), ...lines].join('\n')}\n`;
}

function resultText(text: string, title: string | undefined, paint: Paint): string {
	const head = title === undefined ? '' : `${paint('strong', title)}\n`;
	return head + (text === '' || text.endsWith('\n') ? text : `${text}\n`);
}

/** A question that nobody is there to answer, and what answers it the next time. */
function questionText({text, choices, flag}: Question): string {
	const lines = [text, ...choices.map(choice => `  ${choice}`), `Answer it with ${flag}`];
	return `${lines.map(line => sanitise(line)).join('\n')}\n`;
}

/** `Error: …`, then the next step; where a file is to blame the sentence names it already. */
function errorText({message, hint}: {message: string; hint?: string}, paint: Paint): string {
	const lines = sanitise(message).split('\n');
	const head = lines.map((line, index) =>
		paint('error', index === 0 ? `Error: ${line}` : `       ${line}`),
	);
	return `${[...head, ...(hint ? [sanitise(hint)] : [])].join('\n')}\n`;
}

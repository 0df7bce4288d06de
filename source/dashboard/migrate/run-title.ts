import {safe} from '../drawing/foreign-text.ts';
import type {RunProgress} from './run-progress.ts';

interface Titled {
	/** Without `quarterdeck`. */
	command: string;
	/** Who started it, where it was somebody else. */
	operator?: string;
}

/** `Migrating: 1 of 3 done`, `Migrate auth zero: FAILED, by bob` */
export function runTitle(
	{command, operator}: Titled,
	phase: string,
	{done, total}: RunProgress,
): string {
	const goesOn = phase === 'running';
	const name = command.replace(/^migrate\b/, goesOn ? 'Migrating' : 'Migrate');
	const by = operator ? `, by ${operator}` : '';
	return safe(`${name}${stateOf(phase, done, total)}${by}`);
}

function stateOf(phase: string, done: number, total: number): string {
	if (phase === 'failed') return ': FAILED';
	if (total > 0) return `: ${done} of ${total} done`;
	return phase === 'running' ? ': running' : '';
}

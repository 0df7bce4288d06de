import type {Event, MigrationFailed, PlanStep, Question} from '../../runs/events.ts';
import {fit} from '../cells.ts';
import {paragraph, safe} from '../foreign-text.ts';
import {glyphs, paint} from '../theme.ts';
import {duration} from '../times.ts';
import {bar, sqlRows} from './sql-rows.ts';

type StepState = 'waiting' | 'running' | 'done' | 'failed';
interface Step {
	state: StepState;
	milliseconds?: number;
	faked?: boolean;
}

/** What the events of a migrate have told until now. Every dashboard that reads them shows the same. */
export class RunProgress {
	readonly #steps = new Map<string, Step>();
	/** The statement that is being run. */
	#statement: Extract<Event, {type: 'statement'}> | undefined;
	#waitingFor = '';
	failed: MigrationFailed | undefined;
	/** A migration was left in its middle, and it has to be said how to go on. */
	unfinished: Question | undefined;
	error: {message: string; hint?: string; code?: string} | undefined;
	/** What else was said, and what was written. */
	readonly #said: string[] = [];

	/** What is to be run, as the plan told it. */
	expect(steps: Pick<PlanStep, 'migration'>[]): void {
		for (const {migration} of steps) {
			if (!this.#steps.has(migration)) this.#steps.set(migration, {state: 'waiting'});
		}
	}

	/** @returns whether something is to be drawn anew */
	take(event: Event): boolean {
		switch (event.type) {
			case 'plan':
				this.expect(event.steps);
				break;
			case 'waiting-for-lock':
				this.#waitingFor = event.holder;
				break;
			case 'applying':
			case 'unapplying':
				this.#waitingFor = '';
				this.#statement = undefined;
				this.#steps.set(event.migration, {state: 'running'});
				break;
			case 'statement':
				this.#statement = event;
				break;
			case 'applied':
			case 'unapplied':
			case 'faked':
				this.#steps.set(event.migration, {
					state: 'done',
					milliseconds: event.milliseconds,
					faked: event.type === 'faked',
				});
				break;
			case 'failed':
				this.failed = event;
				this.#steps.set(event.migration, {state: 'failed'});
				break;
			case 'question':
				if (event.kind === 'unfinished') this.unfinished = event;
				else this.error = {message: event.text, hint: `Answer it with ${event.flag}.`};
				break;
			case 'error':
				this.error = event;
				this.#stopRunning();
				break;
			case 'log':
				this.#said.push(...event.text.split('\n'));
				break;
			case 'migration-written':
				this.#said.push(event.path, ...event.operations.map(text => `  ${text}`));
				break;
			default:
				return false;
		}
		return true;
	}

	/** Nothing goes on behind an error: what ran had no time to say so. */
	#stopRunning(): void {
		for (const step of this.#steps.values()) if (step.state === 'running') step.state = 'failed';
	}

	get total(): number {
		return this.#steps.size;
	}

	get done(): number {
		return [...this.#steps.values()].filter(({state}) => state === 'done').length;
	}

	/** A bar, a row a migration, the statement that runs, and whom it waits for. */
	rows(inside: number): string[] {
		const width = Math.max(12, ...[...this.#steps.keys()].map(name => name.length));
		const steps = [...this.#steps].flatMap(([migration, step]) => [
			stepRow(migration, step, Math.min(width, inside - 20)),
			...(step.state === 'running' ? this.#statementRows(inside) : []),
		]);
		const waiting = this.#waitingFor
			? ['', ...paragraph(`Waiting for another run to end: ${this.#waitingFor}`, inside, 'warning')]
			: [];
		return [
			...(this.total > 0 ? [bar(this.done, this.total, inside), ''] : []),
			...steps,
			...waiting,
		];
	}

	saidRows(inside: number): string[] {
		return this.#said.flatMap(line => paragraph(line, inside));
	}

	#statementRows(inside: number): string[] {
		if (!this.#statement) return [];
		const {index, total, sql} = this.#statement;
		const [first = '', second] = sqlRows(sql, inside);
		const count = paint('quiet', `    statement ${index} of ${total}`);
		return [count, second === undefined ? first : fit(first, inside - 2) + glyphs.ellipsis];
	}
}

function stepRow(migration: string, {state, milliseconds, faked}: Step, width: number): string {
	const name = fit(safe(migration), width);
	switch (state) {
		case 'done': {
			const word = paint('success', faked ? 'FAKED' : 'OK');
			return `${paint('success', glyphs.applied)} ${name}  ${word}  ${paint('quiet', duration(milliseconds ?? 0))}`;
		}
		case 'failed':
			return `${paint('alarm', glyphs.failed)} ${name}  ${paint('alarm', 'FAILED')}`;
		case 'running':
			return `${paint('warning', glyphs.running)} ${paint('strong', name)}  ${paint('warning', 'running')}`;
		default:
			return paint('quiet', `${glyphs.unapplied} ${name}`);
	}
}

import type {
	Backfilling,
	Event,
	MigrationFailed,
	PlanStep,
	Question,
	RehearsalPhase,
	StepWaiting,
} from '../../../runs/events.ts';

/** An event of the journal, with the time (ISO) when it happened. */
type Stamped<T extends Event['type']> = Extract<Event, {type: T}> & {at?: string};
type Handlers = {[T in Event['type']]?: (event: Stamped<T>) => void};

export interface Step {
	state: 'waiting' | 'running' | 'done' | 'failed';
	since?: string;
	milliseconds?: number;
	faked?: boolean;
	direction?: PlanStep['direction'];
	/** It is a backfill. */
	fills?: boolean;
	/** It waited for others. */
	waited?: boolean;
}

type Expected = Pick<PlanStep, 'migration'> & Partial<Pick<PlanStep, 'direction' | 'backfill'>>;

const rehearsalName: Record<RehearsalPhase, (migration: string) => string> = {
	plan: migration => migration,
	reverse: migration => `undo ${migration}`,
	again: migration => `again ${migration}`,
};

/** The progress of a migrate, from its events. Every dashboard that reads them shows the same. */
export class RunProgress {
	readonly steps = new Map<string, Step>();
	statement: Stamped<'statement'> | undefined;
	/** How far the backfill is that is running. */
	backfill: Backfilling | undefined;
	/** The holder of the lock, while the run waits for it. */
	waitingFor = '';
	/** Why the running statement waits, while it does. */
	stepWaiting: StepWaiting | undefined;
	failed: MigrationFailed | undefined;
	/** A migration did not finish, and the operator has to decide how to continue. */
	unfinished: Question | undefined;
	error: {message: string; hint?: string; code?: string} | undefined;
	/** Whether it runs on a copy of the database. */
	rehearses = false;
	readonly output: string[] = [];
	readonly #handlers: Handlers = {
		'run-started': ({rehearses = false}) => {
			this.rehearses = rehearses;
		},
		plan: ({steps}) => this.expect(steps),
		'waiting-for-lock': ({holder}) => {
			this.waitingFor = holder;
		},
		applying: event => this.#begins(event),
		unapplying: event => this.#begins(event),
		rehearsing: ({phase, migration, at}) => {
			this.#begins({migration: rehearsalName[phase](migration), at});
		},
		rehearsed: ({phase, migration, milliseconds}) => {
			this.steps.set(rehearsalName[phase](migration), {state: 'done', milliseconds});
		},
		statement: event => {
			this.statement = event;
			this.stepWaiting = undefined;
		},
		backfilling: event => {
			this.backfill = event;
			this.stepWaiting = undefined;
		},
		'step-waiting': event => {
			this.stepWaiting = event;
			const step = this.steps.get(event.migration);
			if (step) step.waited = true;
		},
		applied: event => this.#isDone(event),
		unapplied: event => this.#isDone(event),
		faked: event => this.#isDone(event),
		failed: event => {
			this.failed = event;
			this.stepWaiting = undefined;
			this.backfill = undefined;
			this.steps.set(event.migration, {state: 'failed'});
		},
		question: event => this.#asks(event),
		error: event => this.#ends(event),
		log: ({text}) => this.output.push(...text.split('\n')),
		result: ({text}) => {
			if (text !== '') this.output.push(...text.trimEnd().split('\n'));
		},
		'migration-written': ({path, operations}) =>
			this.output.push(path, ...operations.map(text => `  ${text}`)),
	};

	expect(steps: Expected[]): void {
		for (const {migration, direction, backfill} of steps) {
			const fills = backfill !== undefined;
			this.steps.set(migration, {state: 'waiting', ...this.steps.get(migration), direction, fills});
		}
	}

	/** @returns whether something has to be drawn again */
	take(event: Event & {at?: string}): boolean {
		const take = this.#handlers[event.type] as ((event: Event) => void) | undefined;
		take?.(event);
		return take !== undefined;
	}

	/** The run was interrupted between two batches: what it did stays, and the next one goes on. */
	interrupt(): void {
		this.backfill = undefined;
		for (const step of this.steps.values()) if (step.state === 'running') step.state = 'waiting';
	}

	get total(): number {
		return this.steps.size;
	}

	get done(): number {
		return [...this.steps.values()].filter(({state}) => state === 'done').length;
	}

	#begins({migration, at}: {migration: string; at?: string}): void {
		this.waitingFor = '';
		this.statement = undefined;
		this.backfill = undefined;
		this.stepWaiting = undefined;
		this.#becomes(migration, {state: 'running', since: at});
	}

	#isDone({type, migration, milliseconds}: Stamped<'applied' | 'unapplied' | 'faked'>): void {
		this.statement = undefined;
		this.stepWaiting = undefined;
		this.backfill = undefined;
		this.#becomes(migration, {state: 'done', milliseconds, faked: type === 'faked'});
	}

	#becomes(migration: string, step: Step): void {
		const {direction, fills, waited} = this.steps.get(migration) ?? {};
		this.steps.set(migration, {direction, fills, waited, ...step});
	}

	#asks(question: Question): void {
		if (question.kind === 'unfinished') this.unfinished = question;
		else this.error = {message: question.text, hint: `Answer it with ${question.flag}.`};
	}

	/** An error ends the run: the step that was running could not report its failure. */
	#ends(error: Stamped<'error'>): void {
		this.error = error;
		for (const step of this.steps.values()) if (step.state === 'running') step.state = 'failed';
	}
}

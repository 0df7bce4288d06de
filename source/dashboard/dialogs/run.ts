import type {PlanStep} from '../../runs/events.ts';
import type {Following} from '../../runs/follow-file.ts';
import {followJournal, type StampedEvent} from '../../runs/follow-journal.ts';
import {type RunEnd, type StartedRun, startRun} from '../../runs/start-run.ts';
import type {Dashboard} from '../dashboard.ts';
import type {Key} from '../keys.ts';
import type {Size} from '../layout.ts';
import {paint} from '../theme.ts';
import {Dialog, type Picture, widthFor} from './dialog.ts';
import {FailureDesk} from './failure-desk.ts';
import {closeHint, keyHint, keyRows} from './key-rows.ts';
import {RunProgress} from './run-progress.ts';
import {runTitle} from './run-title.ts';

/** A run, and what one may do with it. */
export interface ShownRun {
	/** The journal's name. */
	run: string;
	/** Without `quarterdeck`. */
	command: string;
	/** Who started it, where it was somebody else. */
	operator?: string;
	/** What is to be run, as far as it is known before. */
	expected?: PlanStep[];
	/** A migrate that this dashboard started: it can be cancelled, and gone on with. */
	own?: Migrate & {started: StartedRun};
}

/** A migrate that was planned here. */
export interface Migrate {
	/** What follows `migrate`. */
	words: string[];
	/** What its plan said. */
	expected?: PlanStep[];
	/** Makes its plan once more. */
	again: () => Dialog;
}

/**
 * Starts a migrate in a process of its own and shows how it goes.
 * @param more what is added to its words @param consent flags that its title does not show
 */
export function startMigrate(
	dashboard: Dashboard,
	migrate: Migrate,
	more: string[],
	consent: string[],
): void {
	const words = ['migrate', ...migrate.words, ...more];
	const started = startRun(dashboard.root, [...words, ...consent]);
	dashboard.openDialog(
		new RunDialog(dashboard, {
			run: started.run,
			command: words.join(' '),
			expected: migrate.expected,
			own: {...migrate, started},
		}),
	);
}

/**
 * A run, followed by its journal: one's own, another operator's, or one that ended long ago. Closing
 * the dialog, or the dashboard, does not touch it; ^C asks one's own to end after its migration.
 */
export class RunDialog extends Dialog {
	readonly #dashboard: Dashboard;
	readonly #shown: ShownRun;
	readonly #progress = new RunProgress();
	#phase: 'running' | 'done' | 'failed' = 'running';
	/** Once it has failed. */
	#desk: FailureDesk | undefined;
	#following: Following | undefined;
	#interrupted = false;

	constructor(dashboard: Dashboard, shown: ShownRun) {
		super();
		this.#dashboard = dashboard;
		this.#shown = shown;
		this.#progress.expect(shown.expected ?? []);
	}

	override start(): void {
		const {run, own} = this.#shown;
		this.#following = followJournal(this.#dashboard.root, run, event => this.#heard(event));
		if (!own) return;
		this.#dashboard.runs.add(own.started);
		own.started.ended.then(end => {
			this.#dashboard.runs.delete(own.started);
			this.#following?.stop();
			this.#ended(end);
		});
	}

	override get isFinished(): boolean {
		return this.#phase !== 'running' && !this.#desk?.isAsking;
	}

	override closed(): void {
		if (!this.#shown.own) this.#following?.stop();
	}

	override cancel(): boolean {
		if (this.#phase !== 'running' || !this.#shown.own) return false;
		this.#interrupted = true;
		this.#shown.own.started.interrupt();
		this.changed();
		return true;
	}

	press(key: Key): boolean {
		if (!this.#desk?.press(key)) return this.closeOrScroll(key);
		this.field = this.#desk.field;
		this.changed();
		return true;
	}

	draw(size: Size): Picture {
		const columns = widthFor(size.columns, 110);
		const inside = columns - 4;
		const rows = [...this.#progress.rows(inside), ...this.#progress.saidRows(inside)];
		if (this.#desk) rows.push(...(rows.length > 0 ? [''] : []), ...this.#desk.rows(inside));
		return {
			title: runTitle(this.#shown, this.#phase, this.#progress),
			columns,
			rows: rows.length > 0 ? rows : [paint('quiet', 'Nothing was reported.')],
			below: this.#desk?.below(inside) ?? ['', ...keyRows(this.#hints, inside)],
			meaning: this.#desk && 'alarm',
		};
	}

	#heard(event: StampedEvent): void {
		if (event.type === 'run-ended') this.#ended({exitCode: event.exitCode, complaint: ''});
		else if (this.#progress.take(event)) this.changed();
	}

	/** Told by the journal, or by the process where it died without a last word. */
	#ended({exitCode, complaint}: RunEnd): void {
		if (this.#phase !== 'running') return;
		this.#phase = exitCode === 0 ? 'done' : 'failed';
		if (exitCode !== 0) {
			this.#progress.error ??= {message: complaint || `It ended with ${exitCode}.`};
			this.#desk = new FailureDesk(this.#dashboard, this.#progress, this.#waysOn);
		}
		if (this.#shown.own && this.#progress.done > 0) this.#count();
		this.changed();
	}

	#count(): void {
		const backwards = this.#shown.expected?.some(({direction}) => direction === 'backwards');
		const what = backwards ? 'migration unapplied' : 'migration applied';
		this.#dashboard.did(what, this.#progress.done);
	}

	get #waysOn() {
		const {own} = this.#shown;
		if (!own) return undefined;
		return {
			words: own.words,
			planAgain: () => {
				this.close();
				this.#dashboard.openDialog(own.again());
			},
			goOn: (flag: string, consent: string[]) => {
				this.close();
				startMigrate(this.#dashboard, own, [flag], consent);
			},
		};
	}

	get #hints(): string[] {
		if (this.#phase !== 'running') return [closeHint()];
		if (this.#interrupted) return [paint('warning', 'It ends after this migration.')];
		const cancel = this.#shown.own ? [keyHint('^C', 'cancel after this one')] : [];
		return [...cancel, keyHint('Esc', 'close, the run goes on')];
	}
}

import {existsSync} from 'node:fs';
import {exitCodes} from '../../errors/command-error.ts';
import type {Blocker} from '../../runs/events.ts';
import type {Following} from '../../runs/files/follow-file.ts';
import {followJournal, type StampedEvent} from '../../runs/follow-journal.ts';
import {journalPath, keptRuns} from '../../runs/journal.ts';
import {type RunEnd, startRun} from '../../runs/start-run.ts';
import type {Key} from '../../terminal/keys/key.ts';
import {isRehearsal} from '../commands/command-words.ts';
import type {Activity} from '../state/activity-list.ts';
import {Dialog} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';
import {askToEnd} from './end-session.ts';
import {type Continuation, FailureDesk} from './failure-desk.ts';
import {setPace} from './run/pace-keys.ts';
import {RunProgress} from './run/run-progress.ts';
import type {RunPhase} from './run/run-rows.ts';
import type {Migrate, ShownRun} from './run/shown-run.ts';
import {type TimeLeft, timeLeftOf} from './run/time-left.ts';

/** @param more added to its words @param consent flags that the title does not show */
export function startMigrate(
	session: Session,
	migrate: Migrate,
	more: string[],
	consent: string[],
): void {
	const words = ['migrate', ...migrate.words, ...more];
	const started = startRun(session.root, [...words, ...consent]);
	new RunDialog(session, {
		run: started.run,
		command: words.join(' '),
		rehearses: isRehearsal(words),
		expected: migrate.expected,
		started,
		migrate,
	}).open();
}

/** Continues a migrate in place of a dialog. @param isFresh see Continuation */
export function continuationOf(dialog: Dialog, migrate: Migrate, isFresh: boolean): Continuation {
	return {
		words: migrate.words,
		isFresh,
		planAgain: () => {
			dialog.close();
			migrate.again().open();
		},
		runAgain: (flag, consent) => {
			dialog.close();
			startMigrate(dialog.session, migrate, [flag], consent);
		},
	};
}

type RecordedEnd = NonNullable<Activity['end']>;

/**
 * Follows the journal of a run, by any operator, at any time. Closing the dialog does not stop the run;
 * ^C stops the operator's own run after its current migration.
 */
export class RunDialog extends Dialog {
	readonly shown: ShownRun;
	readonly progress = new RunProgress();
	readonly #left: TimeLeft;
	#phase: RunPhase = 'running';
	#end: RecordedEnd | undefined;
	#desk: FailureDesk | undefined;
	#following: Following | undefined;
	#isInterrupted = false;
	#isClosed = false;
	#follows = true;

	constructor(session: Session, shown: ShownRun) {
		super(session);
		this.shown = shown;
		this.progress.rehearses = shown.rehearses ?? false;
		this.progress.expect(shown.expected ?? []);
		this.#left = timeLeftOf(this.progress, session.root, shown.run, shown.migrate?.rehearsal);
	}

	override start(): void {
		const {run, started, recorded} = this.shown;
		this.#following = followJournal(this.session.root, run, event => this.#take(event));
		if (recorded?.end && !started) this.#endAsRecorded(recorded.end);
		if (!started) return;
		if (this.#phase === 'running') this.session.runs.add(started);
		started.ended.then(end => {
			this.#following?.stop();
			this.#ended(end);
		});
	}

	get phase(): RunPhase {
		return this.#phase;
	}

	/** When it began, who runs it and how it ended, if it was opened from the activity. */
	get record(): Activity | undefined {
		const {recorded} = this.shown;
		return recorded && {...recorded, end: recorded.end ?? this.#end};
	}

	/** In milliseconds, while it is known. */
	get timeLeft(): number | undefined {
		return this.#phase === 'running' ? this.#left.at() : undefined;
	}

	/** Once it has failed. */
	get desk(): FailureDesk | undefined {
		return this.#desk;
	}

	/** Whether it scrolls to what is running: until the operator scrolls elsewhere. */
	get follows(): boolean {
		return this.#follows;
	}

	get isInterrupted(): boolean {
		return this.#isInterrupted;
	}

	/** The session that the running statement waits for. */
	get blocker(): Blocker | undefined {
		return this.progress.stepWaiting?.blockers.find(({pid}) => pid > 0);
	}

	override get isFinished(): boolean {
		return this.#phase !== 'running' && !this.#desk?.isAsking;
	}

	override closed(): void {
		this.#isClosed = true;
		if (!this.shown.started) this.#following?.stop();
	}

	override cancel(): boolean {
		if (this.#phase !== 'running' || !this.shown.started) return false;
		this.#isInterrupted = true;
		this.shown.started.interrupt();
		this.changed();
		return true;
	}

	press(key: Key): boolean {
		if (this.#desk?.press(key)) this.field = this.#desk.field;
		else if (key.name === 'x' && this.blocker) askToEnd(this.session, this.blocker);
		else if (this.#phase === 'running' && setPace(key.name, this.progress.backfill, this.session))
			return true;
		else if (key.name === 'f' || (this.#phase === 'running' && ['G', 'End'].includes(key.name)))
			this.#follows = true;
		else if (this.closeOrScroll(key)) this.#follows = false;
		else return false;
		this.changed();
		return true;
	}

	#take(event: StampedEvent): void {
		if (event.type === 'run-ended') {
			const {exitCode, at} = event;
			const milliseconds = Date.parse(at) - Date.parse(this.shown.recorded?.since ?? at);
			this.#end = {exitCode, milliseconds, summary: ''};
			this.#ended({exitCode, stderr: ''});
		} else if (this.progress.take(event)) this.changed();
	}

	/** Nobody adds to the journal any more, which may be gone, or without its end. */
	#endAsRecorded({exitCode, summary}: RecordedEnd): void {
		this.#following?.stop();
		if (this.#phase !== 'running') return;
		const {session, shown, progress} = this;
		if (exitCode === 0 && summary !== '') progress.output.push(summary);
		if (!existsSync(journalPath(session.root, shown.run)))
			progress.output.push(
				`What it reported is gone: only the last ${keptRuns} runs are kept in full.`,
			);
		this.#ended({exitCode, stderr: summary});
	}

	/** Reported by the journal, or by the process if it died before it could write it. */
	#ended({exitCode, stderr}: RunEnd): void {
		if (this.#phase !== 'running') return;
		this.#phase = exitCode === 0 ? 'done' : 'failed';
		if (exitCode !== 0) {
			this.#follows = true;
			if (exitCode === exitCodes.interrupted) this.progress.interrupt();
			this.progress.error ??= {message: stderr || `It exited with code ${exitCode}.`};
			const {migrate, started} = this.shown;
			const ways = migrate && continuationOf(this, migrate, started !== undefined);
			this.#desk = new FailureDesk(this.session, this.progress, ways);
		}
		this.session.activities.end(this.shown.run);
		const {started} = this.shown;
		const isOwn = started && this.session.runs.delete(started);
		if (this.progress.rehearses) this.#showPlan();
		else if (isOwn && this.progress.done > 0) this.#count();
		this.changed();
	}

	/** With what the rehearsal found. */
	#showPlan(): void {
		const {migrate} = this.shown;
		if (this.#phase !== 'done' || this.#isClosed || !migrate || this.progress.done === 0) return;
		this.close();
		migrate.again().open();
	}

	#count(): void {
		const backwards = this.shown.expected?.some(({direction}) => direction === 'backwards');
		const what = backwards ? 'migration unapplied' : 'migration applied';
		this.session.recordChange(what, this.progress.done);
	}
}

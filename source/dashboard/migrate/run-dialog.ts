import {exitCodes} from '../../errors/command-error.ts';
import type {Blocker} from '../../runs/events.ts';
import type {Following} from '../../runs/follow-file.ts';
import {followJournal, type StampedEvent} from '../../runs/follow-journal.ts';
import {type RunEnd, startRun} from '../../runs/start-run.ts';
import type {Key} from '../../terminal/keys/key.ts';
import {runCommand} from '../commands/command.ts';
import {LinePrompt} from '../dialogs/line-prompt.ts';
import {closeHint, keyHint, keyRows} from '../drawing/key-hints.ts';
import type {Size} from '../drawing/layout.ts';
import {paint} from '../drawing/theme.ts';
import {Dialog, type Picture, widthFor} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';
import {type Continuation, FailureDesk} from './failure-desk.ts';
import {paceHints, setPace} from './pace-keys.ts';
import {RunProgress} from './run-progress.ts';
import {barRows, type RunRows, runRows, runTitle} from './run-rows.ts';
import type {Migrate, ShownRun} from './shown-run.ts';

/** @param more added to its words @param consent flags that the title does not show */
export function startMigrate(
	session: Session,
	migrate: Migrate,
	more: string[],
	consent: string[],
): void {
	const words = ['migrate', ...migrate.words, ...more];
	const started = startRun(session.root, [...words, ...consent]);
	const {run} = started;
	const {expected} = migrate;
	new RunDialog(session, {run, command: words.join(' '), expected, started, migrate}).open();
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

/**
 * Follows the journal of a run, by any operator, at any time. Closing the dialog does not stop the run;
 * ^C stops the operator's own run after its current migration.
 */
export class RunDialog extends Dialog {
	readonly #shown: ShownRun;
	readonly #progress = new RunProgress();
	#phase: 'running' | 'done' | 'failed' = 'running';
	#desk: FailureDesk | undefined;
	#following: Following | undefined;
	#interrupted = false;
	#isClosed = false;
	/** Scrolls to what is running, until the operator scrolls elsewhere. */
	#follows = true;

	constructor(session: Session, shown: ShownRun) {
		super(session);
		this.#shown = shown;
		this.#progress.expect(shown.expected ?? []);
	}

	override start(): void {
		const {run, started} = this.#shown;
		this.#following = followJournal(this.session.root, run, event => this.#take(event));
		if (!started) return;
		if (this.#phase === 'running') this.session.runs.add(started);
		started.ended.then(end => {
			this.#following?.stop();
			this.#ended(end);
		});
	}

	override get isFinished(): boolean {
		return this.#phase !== 'running' && !this.#desk?.isAsking;
	}

	override closed(): void {
		this.#isClosed = true;
		if (!this.#shown.started) this.#following?.stop();
	}

	override cancel(): boolean {
		if (this.#phase !== 'running' || !this.#shown.started) return false;
		this.#interrupted = true;
		this.#shown.started.interrupt();
		this.changed();
		return true;
	}

	press(key: Key): boolean {
		if (this.#desk?.press(key)) this.field = this.#desk.field;
		else if (key.name === 'x' && this.#blocker) this.#askToEnd(this.#blocker);
		else if (this.#phase === 'running' && setPace(key.name, this.#progress.backfill, this.session))
			return true;
		else if (key.name === 'f' || (this.#phase === 'running' && ['G', 'End'].includes(key.name)))
			this.#follows = true;
		else if (this.closeOrScroll(key)) this.#follows = false;
		else return false;
		this.changed();
		return true;
	}

	override draw(size: Size): Picture {
		const columns = widthFor(size.columns, 110);
		const inside = columns - 4;
		const head = barRows(this.#progress, inside);
		const {rows, inSight} = this.#rows(inside);
		const isLow = size.rows < 18;
		return {
			title: runTitle(this.#shown, this.#phase, this.#progress),
			columns,
			above: isLow ? [] : head,
			rows: isLow ? [...head, ...rows] : rows,
			inSight: this.#follows ? inSight.map(row => (isLow ? row + head.length : row)) : [],
			below: this.#desk?.below(inside) ?? ['', ...keyRows(this.#hints, inside)],
			meaning: this.#desk && 'error',
		};
	}

	#rows(inside: number): RunRows {
		const {rows, inSight} = runRows(this.#progress, inside);
		const before = rows.length;
		if (this.#phase === 'done') return {rows: orNothing(rows), inSight: [before - 1]};
		if (!this.#desk) return {rows: orNothing(rows), inSight};
		const failure = this.#desk.rows(inside);
		const all = [...rows, ...(this.#progress.total > 0 || before > 0 ? [''] : []), ...failure.rows];
		const first = all.length - failure.rows.length;
		return {rows: all, inSight: [...inSight, all.length - 1, first + failure.main]};
	}

	#take(event: StampedEvent): void {
		if (event.type === 'run-ended') this.#ended({exitCode: event.exitCode, stderr: ''});
		else if (this.#progress.take(event)) this.changed();
	}

	/** Reported by the journal, or by the process if it died before it could write it. */
	#ended({exitCode, stderr}: RunEnd): void {
		if (this.#phase !== 'running') return;
		this.#phase = exitCode === 0 ? 'done' : 'failed';
		if (exitCode !== 0) {
			this.#follows = true;
			if (exitCode === exitCodes.interrupted) this.#progress.interrupt();
			this.#progress.error ??= {message: stderr || `It exited with code ${exitCode}.`};
			const {migrate, started} = this.#shown;
			const ways = migrate && continuationOf(this, migrate, started !== undefined);
			this.#desk = new FailureDesk(this.session, this.#progress, ways);
		}
		this.session.activities.end(this.#shown.run);
		const {started} = this.#shown;
		const isOwn = started && this.session.runs.delete(started);
		if (this.#progress.rehearses) this.#showPlan();
		else if (isOwn && this.#progress.done > 0) this.#count();
		this.changed();
	}

	/** With what the rehearsal found. */
	#showPlan(): void {
		const {migrate} = this.#shown;
		if (this.#phase !== 'done' || this.#isClosed || !migrate) return;
		this.close();
		migrate.again().open();
	}

	#count(): void {
		const backwards = this.#shown.expected?.some(({direction}) => direction === 'backwards');
		const what = backwards ? 'migration unapplied' : 'migration applied';
		this.session.recordChange(what, this.#progress.done);
	}

	/** The session that the running statement waits for. */
	get #blocker(): Blocker | undefined {
		return this.#progress.stepWaiting?.blockers.find(({pid}) => pid > 0);
	}

	/** Its number is typed: it is somebody's work. */
	#askToEnd(blocker: Blocker): void {
		const {session} = this;
		const pid = String(blocker.pid);
		const end = async (typed: string) => {
			if (typed.trim() !== pid) return session.toast('warning', 'Nothing was ended.');
			let failure = '';
			const {ended} = runCommand(session.root, ['dbterminate', pid, '--noinput'], event => {
				if (event.type === 'error') failure = event.message;
			});
			await ended;
			if (failure) session.toast('error', failure);
			else session.toast('success', `Session ${pid} was ended.`);
		};
		new LinePrompt(session, {
			...{sign: `Type ${pid} to end that session: `, value: ''},
			hint: () => ['Its transaction is rolled back.   Esc cancel', 'Esc cancel'],
			onEnter: typed => void end(typed),
		}).open();
	}

	/** What is not interrupted. */
	get #unit(): string {
		return this.#progress.backfill ? 'batch' : 'migration';
	}

	get #hints(): string[] {
		if (this.#phase !== 'running') return [closeHint()];
		const isWaiting = this.#progress.stepWaiting !== undefined;
		if (this.#interrupted && !isWaiting)
			return [paint('warning', `It stops after this ${this.#unit}.`)];
		const when = isWaiting ? 'cancel' : `cancel after this ${this.#unit}`;
		const cancel = this.#shown.started ? [keyHint('^C', when)] : [];
		const end = this.#blocker ? [keyHint('x', 'end that session')] : [];
		const paces = paceHints(this.#progress.backfill, this.session);
		const follow = this.#follows ? [] : [keyHint('f', 'follow')];
		return [...paces, ...cancel, ...end, ...follow, keyHint('Esc', 'close, the run continues')];
	}
}

function orNothing(rows: string[]): string[] {
	return rows.length > 0 ? rows : [paint('quiet', 'Nothing was reported.')];
}

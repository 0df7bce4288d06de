import {existsSync} from 'node:fs';
import type {PlanStep} from '../../runs/events.ts';
import type {Following} from '../../runs/follow-file.ts';
import {followJournal, type StampedEvent} from '../../runs/follow-journal.ts';
import {type RunEnd, type StartedRun, startRun} from '../../runs/start-run.ts';
import type {Dashboard} from '../dashboard.ts';
import type {Key} from '../keystrokes.ts';
import type {Size} from '../layout.ts';
import {paint} from '../theme.ts';
import {databaseName, typedName} from './consent.ts';
import {Dialog, newField, type Picture, widthFor} from './dialog.ts';
import {failureRows, failureText, type Remedy, remediesFor} from './failure-desk.ts';
import {closeHint, keyHint, keyRows} from './key-rows.ts';
import {RunProgress} from './run-progress.ts';
import {runTitle} from './run-title.ts';

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
	own?: {
		started: StartedRun;
		/** What follows `migrate`. */
		words: string[];
		/** Opens the plan for it once more. */
		again: (words: string[]) => Dialog;
	};
}

type Phase = 'running' | 'done' | 'failed' | 'remedy';

/**
 * A run, followed by its journal: one's own, another operator's, or one that ended long ago. Closing
 * the dialog, or the dashboard, does not touch it; ^C asks one's own to end after its migration.
 */
export class RunDialog extends Dialog {
	readonly #dashboard: Dashboard;
	readonly #shown: ShownRun;
	readonly #progress = new RunProgress();
	#phase: Phase = 'running';
	#remedy: Remedy | undefined;
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
		return this.#phase === 'done' || this.#phase === 'failed';
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
		if (this.#phase === 'remedy') return this.#pressRemedy(key);
		if (this.#phase === 'failed' && this.#pressDesk(key.name)) return true;
		return this.closeOrScroll(key);
	}

	draw(size: Size): Picture {
		const columns = widthFor(size.columns, 110);
		const inside = columns - 4;
		const failed = this.#phase === 'failed' || this.#phase === 'remedy';
		const rows = [...this.#progress.rows(inside), ...this.#progress.saidRows(inside)];
		if (failed) {
			if (rows.length > 0) rows.push('');
			rows.push(...failureRows(this.#progress, inside));
		}
		return {
			title: runTitle(this.#shown, failed ? 'failed' : this.#phase, this.#progress),
			columns,
			rows: rows.length > 0 ? rows : [paint('quiet', 'Nothing was reported.')],
			below:
				this.#phase === 'remedy'
					? this.#remedyRows(inside)
					: ['', ...keyRows(this.#hints(), inside)],
			meaning: failed ? 'alarm' : undefined,
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
		}
		if (this.#shown.own && this.#progress.done > 0) this.#count();
		this.changed();
	}

	#count(): void {
		const backwards = this.#shown.expected?.some(({direction}) => direction === 'backwards');
		const what = backwards ? 'migration unapplied' : 'migration applied';
		this.#dashboard.did(what, this.#progress.done);
	}

	/** The next steps after a failure, for who started the run. */
	get #remedies(): Remedy[] {
		return this.#shown.own ? remediesFor(this.#progress) : [];
	}

	#pressDesk(name: string): boolean {
		const remedy = this.#remedies.find(({key}) => key === name);
		if (remedy) this.#choose(remedy);
		else if (name === 'c')
			this.#dashboard.copying.copy({label: 'the error', text: failureText(this.#progress)});
		else if (name === 'e' && this.#file) this.#dashboard.files.edit(this.#file);
		else return false;
		return true;
	}

	#choose(remedy: Remedy): void {
		const {words, again} = this.#shown.own!;
		if (!remedy.flag) {
			this.close();
			this.#dashboard.openDialog(again(words));
			return;
		}
		this.#remedy = remedy;
		this.#phase = 'remedy';
		if (this.#dashboard.isProduction) this.field = newField('database');
		this.changed();
	}

	#pressRemedy(key: Key): boolean {
		const named = this.field?.value === databaseName(this.#dashboard);
		if (key.name === 'Esc') this.#backToDesk();
		else if (this.field ? key.name === 'Enter' && named : key.name === 'y') this.#goOn();
		else return this.scroll(key);
		return true;
	}

	#backToDesk(): void {
		this.#phase = 'failed';
		this.field = undefined;
		this.changed();
	}

	#goOn(): void {
		const own = this.#shown.own!;
		const words = [...own.words, this.#remedy!.flag!];
		const consent = this.#dashboard.isProduction ? ['--allow-production'] : [];
		const started = startRun(this.#dashboard.root, ['migrate', ...words, ...consent]);
		const command = ['migrate', ...words].join(' ');
		this.close();
		this.#dashboard.openDialog(
			new RunDialog(this.#dashboard, {
				...this.#shown,
				run: started.run,
				command,
				own: {...own, started},
			}),
		);
	}

	get #file(): string | undefined {
		const file = this.#dashboard.tree.fileOf(this.#progress.failed?.migration ?? '');
		return file && existsSync(file) ? file : undefined;
	}

	#hints(): string[] {
		if (this.#phase === 'running') {
			if (this.#interrupted) return [paint('warning', 'It ends after this migration.')];
			const cancel = this.#shown.own ? [keyHint('^C', 'cancel after this one')] : [];
			return [...cancel, keyHint('Esc', 'close, the run goes on')];
		}
		if (this.#phase !== 'failed') return [closeHint()];
		return [
			...this.#remedies.map(({key, label}) => keyHint(key, label)),
			...(this.#file ? [keyHint('e', 'edit the file')] : []),
			keyHint('c', 'copy the error'),
			closeHint(),
		];
	}

	#remedyRows(inside: number) {
		const words = [...this.#shown.own!.words, this.#remedy!.flag];
		return [
			'',
			`${this.#remedy!.label}?  quarterdeck migrate ${words.join(' ')}`,
			...(this.field
				? typedName(this, databaseName(this.#dashboard), inside)
				: keyRows([keyHint('y', 'run it'), keyHint('Esc', 'back')], inside)),
		];
	}
}

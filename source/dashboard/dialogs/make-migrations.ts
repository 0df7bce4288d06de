import type {Event} from '../../runs/events.ts';
import {followRun, type StartedRun} from '../../runs/start-run.ts';
import {type CommandLineOut, type RunningCommand, runCommand} from '../command.ts';
import type {Dashboard} from '../dashboard.ts';
import {paragraph, safe} from '../foreign-text.ts';
import type {Key} from '../keystrokes.ts';
import type {Size} from '../layout.ts';
import {glyphs, paint} from '../theme.ts';
import {Dialog, type Picture, widthFor} from './dialog.ts';
import {closeHint, keyHint, keyRows} from './key-rows.ts';
import {QuestionForm} from './question-form.ts';

type Written = Extract<Event, {type: 'migration-written'}>;
type Phase = 'comparing' | 'asking' | 'preview' | 'writing' | 'written' | 'nothing' | 'failed';

/**
 * Compares, shows what would be written, asks what cannot be known, and writes after `y`. Every
 * answer becomes a flag, so that what is written is what the command line would have written.
 */
export class MakeMigrationsDialog extends Dialog {
	readonly #dashboard: Dashboard;
	readonly #words: string[];
	#phase: Phase = 'comparing';
	#files: Written[] = [];
	#flags: string[] = [];
	#question: QuestionForm | undefined;
	#failure = '';
	#hint = '';
	#process: RunningCommand | StartedRun | undefined;

	/** @param words what follows `makemigrations` */
	constructor(dashboard: Dashboard, words: string[] = []) {
		super();
		this.#dashboard = dashboard;
		this.#words = words;
	}

	override start(): void {
		this.#compare();
	}

	override get isFinished(): boolean {
		return this.#phase === 'written' || this.#phase === 'nothing' || this.#phase === 'failed';
	}

	override closed(): void {
		if (this.#phase !== 'writing') this.#process?.interrupt();
	}

	press(key: Key): boolean {
		if (this.#question && key.name !== 'Esc') return this.#pressQuestion(this.#question, key);
		if (this.#phase !== 'preview') return this.closeOrScroll(key);
		if (key.name === 'y') this.#write();
		else if (key.name === 'n') this.close();
		else return this.closeOrScroll(key);
		return true;
	}

	draw({columns}: Size): Picture {
		const width = widthFor(columns, 90);
		const inside = width - 4;
		const picture = {title: ['Make migrations', ...this.#words].join(' '), columns: width};
		const close = ['', closeHint()];
		switch (this.#phase) {
			case 'comparing':
				return {...picture, rows: [`Comparing entities and migrations ${glyphs.ellipsis}`]};
			case 'asking':
				return {...picture, ...this.#question!.draw(inside)};
			case 'writing':
				return {...picture, rows: [...this.#fileRows(), '', `Writing ${glyphs.ellipsis}`]};
			case 'nothing':
				return {...picture, rows: ['No changes detected'], below: close};
			case 'failed':
				return {...picture, meaning: 'alarm', rows: this.#failureRows(inside), below: close};
			case 'written':
				return {
					...picture,
					rows: this.#fileRows(glyphs.applied),
					below: ['', ...keyRows([keyHint('M', 'migrate'), closeHint()], inside)],
				};
			default: {
				const label = `write ${this.#files.length > 1 ? 'them' : 'it'}`;
				const hints = [keyHint('y', label), keyHint('Esc', 'cancel')];
				return {...picture, rows: this.#fileRows(), below: ['', ...keyRows(hints, inside)]};
			}
		}
	}

	#failureRows(inside: number): string[] {
		return [
			...paragraph(this.#failure, inside, 'alarm'),
			...(this.#hint ? ['', ...paragraph(this.#hint, inside)] : []),
		];
	}

	#fileRows(mark?: string): string[] {
		return this.#files.flatMap(({app, path, operations}, index) => [
			...(index > 0 ? [''] : []),
			`Migrations for '${safe(app)}':`,
			`  ${mark ? `${paint('success', mark)} ` : ''}${paint('strong', safe(path))}`,
			...operations.map(operation => `    ${safe(operation)}`),
		]);
	}

	/** The flag with its answer in it, then everything once more. */
	#pressQuestion(form: QuestionForm, key: Key): boolean {
		const answer = form.press(key);
		if (Array.isArray(answer)) {
			this.#flags.push(...answer);
			this.#compare();
		}
		this.changed();
		return answer !== false;
	}

	#compare(): void {
		this.#phase = 'comparing';
		this.field = undefined;
		this.#files = [];
		this.#run(['--dry-run'], code => {
			this.#phase = this.#files.length > 0 ? 'preview' : code === 0 ? 'nothing' : 'failed';
		});
	}

	#write(): void {
		this.#phase = 'writing';
		this.#files = [];
		this.#run([], code => {
			this.#phase = this.#files.length > 0 ? 'written' : code === 0 ? 'nothing' : 'failed';
			if (this.#files.length > 0) this.#dashboard.did('migration written', this.#files.length);
		});
	}

	#run(flags: string[], then: (exitCode: number) => void): void {
		this.#failure = '';
		this.#question = undefined;
		const words = ['makemigrations', ...this.#words, ...this.#flags, ...flags];
		const onEvent = (event: CommandLineOut) => {
			if (event.type === 'migration-written') this.#files.push(event);
			else if (event.type === 'question') this.#question ??= new QuestionForm(event);
			else if (event.type === 'error')
				[this.#failure, this.#hint] = [event.message, event.hint ?? ''];
		};
		const start = flags.includes('--dry-run') ? runCommand : followRun;
		const child = start(this.#dashboard.root, words, onEvent);
		this.#process = child;
		this.changed();
		child.ended.then(({exitCode, complaint}) => {
			if (child !== this.#process) return;
			if (this.#question) {
				this.#phase = 'asking';
				this.field = this.#question.field;
			} else {
				this.#failure ||= complaint || `makemigrations ended with ${exitCode}.`;
				then(exitCode);
			}
			this.changed();
		});
	}
}

import type {Event, Question} from '../../runs/events.ts';
import {followRun, type StartedRun} from '../../runs/start-run.ts';
import {sanitise} from '../../terminal/sanitise.ts';
import {wrap} from '../cells.ts';
import {type CommandLineOut, type RunningCommand, runCommand} from '../command.ts';
import type {Dashboard} from '../dashboard.ts';
import type {Key} from '../keystrokes.ts';
import type {Size} from '../layout.ts';
import {glyphs, paint, paintSelected} from '../theme.ts';
import {Dialog, newField, type Picture, type Row, widthFor} from './dialog.ts';

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
	#question: Question | undefined;
	#choice = 0;
	#failure = '';
	#hint = '';
	#process: RunningCommand | StartedRun | undefined;

	/** @param words what follows `makemigrations` */
	constructor(dashboard: Dashboard, words: string[] = []) {
		super();
		this.#dashboard = dashboard;
		this.#words = words;
	}

	start(): void {
		this.#compare();
	}

	override get isFinished(): boolean {
		return this.#phase === 'written' || this.#phase === 'nothing' || this.#phase === 'failed';
	}

	override closed(): void {
		if (this.#phase !== 'writing') this.#process?.interrupt();
	}

	press(key: Key): boolean {
		if (key.name === 'Esc') return this.#close();
		if (this.#phase === 'asking') return this.#pressAsking(key);
		if (this.#phase === 'preview' && (key.name === 'y' || key.name === 'Enter')) {
			this.#write();
			return true;
		}
		if (this.#phase === 'preview' && key.name === 'n') return this.#close();
		if (this.isFinished && (key.name === 'Enter' || key.name === 'q')) return this.#close();
		return this.scroll(key);
	}

	draw({columns}: Size): Picture {
		const width = widthFor(columns, 90);
		const picture = {title: 'Make migrations', columns: width};
		const inside = width - 4;
		switch (this.#phase) {
			case 'comparing':
				return {...picture, rows: [`Comparing entities and migrations ${glyphs.ellipsis}`]};
			case 'asking':
				return {...picture, ...this.#drawQuestion(inside)};
			case 'writing':
				return {...picture, rows: [...this.#fileRows(), '', `Writing ${glyphs.ellipsis}`]};
			case 'nothing':
				return {...picture, rows: ['No changes detected'], below: ['', closeKey()]};
			case 'failed':
				return {
					...picture,
					meaning: 'alarm',
					rows: [
						...wrap(sanitise(this.#failure, {colour: false}), inside).map(line =>
							paint('alarm', line),
						),
						...(this.#hint ? ['', ...wrap(sanitise(this.#hint, {colour: false}), inside)] : []),
					],
					below: ['', closeKey()],
				};
			case 'written':
				return {
					...picture,
					rows: this.#fileRows(glyphs.applied),
					below: ['', `${paint('key', 'M')} migrate   ${closeKey()}`],
				};
			default:
				return {
					...picture,
					rows: this.#fileRows(),
					below: [
						'',
						`${paint('key', 'y')} write ${this.#files.length > 1 ? 'them' : 'it'}   ${paint('key', 'Esc')} cancel`,
					],
				};
		}
	}

	#fileRows(mark?: string): string[] {
		return this.#files.flatMap(({app, path, operations}, index) => [
			...(index > 0 ? [''] : []),
			`Migrations for '${safe(app)}':`,
			`  ${mark ? `${paint('success', mark)} ` : ''}${paint('strong', safe(path))}`,
			...operations.map(operation => `    ${safe(operation)}`),
		]);
	}

	#drawQuestion(inside: number): {rows: Row[]; below: Row[]} {
		const {text, choices} = this.#question!;
		const rows: Row[] = wrap(safe(text), inside);
		rows.push('');
		for (const [index, choice] of choices.entries()) {
			const chosen = index === this.#choice && !this.field;
			const row = `${chosen ? glyphs.selected : ' '} ${index + 1}  ${safe(choice)}`;
			rows.push(chosen ? paintSelected(row) : row);
		}
		if (this.field) {
			rows.push('', {before: 'SQL expression ', field: this.field, columns: inside - 16});
		}
		return {
			rows,
			below: [
				'',
				`${paint('key', 'Enter')} answer   ${paint('key', 'Esc')} cancel, nothing is written`,
			],
		};
	}

	#pressAsking(key: Key): boolean {
		const {choices} = this.#question!;
		const number = Number(key.name);
		if (this.field) {
			if (key.name === 'Enter' && this.field.value.trim() !== '')
				this.#answer(this.field.value.trim());
			return key.name === 'Enter';
		}
		if (key.name === 'j' || key.name === 'Down')
			this.#choice = Math.min(choices.length - 1, this.#choice + 1);
		else if (key.name === 'k' || key.name === 'Up') this.#choice = Math.max(0, this.#choice - 1);
		else if (Number.isInteger(number) && number >= 1 && number <= choices.length) {
			this.#choice = number - 1;
			this.#answer();
		} else if (key.name === 'Enter') this.#answer();
		else return false;
		this.changed();
		return true;
	}

	/** The flag with its answer in it, then everything once more. */
	#answer(value?: string): void {
		this.field = undefined;
		this.#flags.push(...flagFor(this.#question!, this.#choice, value));
		this.#compare();
	}

	#compare(): void {
		this.#phase = 'comparing';
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
			else if (event.type === 'question') this.#question ??= event;
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
				this.#choice = 0;
				this.field = this.#question.choices.length === 0 ? newField('answer') : undefined;
			} else {
				this.#failure ||= complaint || `makemigrations ended with ${exitCode}.`;
				then(exitCode);
			}
			this.changed();
		});
	}

	#close(): boolean {
		this.#dashboard.closeDialog(this);
		return true;
	}
}

/**
 * The words that answer a question: its flag, with the choice or the typed value behind the `=`.
 * Nothing behind it means that the old one was removed.
 */
export function flagFor({flag, choices}: Question, choice: number, value?: string): string[] {
	const [option = '', argument] = flag.split(/ (.*)/s);
	if (argument === undefined) return [option];
	const chosen = choices[choice] === 'removed' ? '' : choices[choice];
	return [option, `${argument.slice(0, argument.indexOf('='))}=${value ?? chosen}`];
}

function closeKey(): string {
	return `${paint('key', 'Esc')} close`;
}

function safe(text: string): string {
	return sanitise(text, {colour: false});
}

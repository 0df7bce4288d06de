import {exitCodes} from '../../errors/command-error.ts';
import {followRun, type StartedRun} from '../../runs/start-run.ts';
import type {Key} from '../../terminal/keys/key.ts';
import {type RunningCommand, runCommand} from '../commands/command.ts';
import {messagePicture} from '../dialogs/message.ts';
import {closeHint, keyHint, keyRows} from '../drawing/key-hints.ts';
import type {Size} from '../drawing/layout.ts';
import {glyphs} from '../drawing/theme.ts';
import {keyOf} from '../input/key-names.ts';
import {Dialog, type Picture, widthFor} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';
import {MadeMigrations} from './made-migrations.ts';
import type {QuestionForm} from './question-form.ts';

type Phase = 'comparing' | 'asking' | 'preview' | 'writing' | 'written' | 'nothing' | 'failed';

/**
 * Compares, asks, shows what would be written, and writes after `y`. Every answer becomes a flag of the
 * command, which writes the files.
 */
export class MakeMigrationsDialog extends Dialog {
	readonly #words: string[];
	#phase: Phase = 'comparing';
	#made = new MadeMigrations();
	/** Earlier questions with their answers, the latest last. */
	readonly #answered: {made: MadeMigrations; flags: string[]}[] = [];
	#process: RunningCommand | StartedRun | undefined;
	/** What the status says of the entities while they are compared. */
	#compared = '';

	/** @param words what follows `makemigrations` */
	constructor(session: Session, words: string[] = []) {
		super(session);
		this.#words = words;
	}

	override start(): void {
		this.#compare();
	}

	override get isFinished(): boolean {
		return this.#phase === 'written' || this.#phase === 'nothing' || this.#phase === 'failed';
	}

	override get awaitsText(): boolean {
		return this.#phase === 'comparing' && this.#answered.length > 0;
	}

	override closed(): void {
		if (this.#phase !== 'writing') this.#process?.interrupt();
	}

	/** The entities have changed, so what would be written is another thing. */
	override settle(): void {
		if (this.#phase === 'preview' && this.#changes !== this.#compared) this.#compare();
	}

	press(key: Key): boolean {
		const goesBack = key.name === 'Esc' || (this.#phase === 'failed' && key.name === 'Enter');
		if (goesBack && this.#goBack()) return true;
		const {question} = this.#made;
		if (question && key.name !== 'Esc') return this.#pressQuestion(question, key);
		if (this.#phase !== 'preview') return this.closeOrScroll(key);
		if (key.name === 'y') this.#write();
		else if (key.name === 'n') this.close();
		else return this.closeOrScroll(key);
		return true;
	}

	override draw(size: Size): Picture {
		const columns = widthFor(size.columns, 90);
		const title = ['Make migrations', ...this.#words].join(' ');
		if (this.#phase === 'failed') {
			const esc = this.#escHint(closeHint());
			return messagePicture({title, columns, meaning: 'error'}, this.#made.failure!, [], esc);
		}
		return {title, columns, ...this.#body(columns - 4)};
	}

	#body(inside: number): Pick<Picture, 'rows' | 'below'> {
		const below = (...hints: string[]) => ['', ...keyRows(hints, inside)];
		switch (this.#phase) {
			case 'comparing':
				return {rows: [`Comparing entities and migrations ${glyphs.ellipsis}`]};
			case 'asking':
				return this.#made.question!.draw(
					inside,
					this.#escHint(keyHint('Esc', 'cancel, nothing is written')),
				);
			case 'writing':
				return {rows: [...this.#made.rows(), '', `Writing ${glyphs.ellipsis}`]};
			case 'nothing':
				return {rows: ['No changes detected'], below: below(closeHint())};
			case 'written':
				return {
					rows: this.#made.rows(glyphs.applied),
					below: below(keyHint(keyOf('migrate'), 'migrate'), closeHint()),
				};
			default: {
				const yes = keyHint('y', `write ${this.#made.count > 1 ? 'them' : 'it'}`);
				const no = this.#escHint(keyHint('Esc', 'cancel'));
				return {rows: this.#made.rows(), below: below(yes, no)};
			}
		}
	}

	/** Adds the answer as a flag and compares again. */
	#pressQuestion(form: QuestionForm, key: Key): boolean {
		const answer = form.press(key);
		if (Array.isArray(answer)) {
			this.#answered.push({made: this.#made, flags: answer});
			this.#compare();
		}
		this.changed();
		return answer !== false;
	}

	/** Back to the previous question. @returns false if there is none, or it is too late */
	#goBack(): boolean {
		const isDone = ['writing', 'written', 'nothing'].includes(this.#phase);
		if (isDone) return false;
		const last = this.#answered.pop();
		if (!last) return false;
		this.#process?.interrupt();
		this.#process = undefined;
		this.#made = last.made;
		this.#phase = 'asking';
		this.field = last.made.question!.field;
		this.changed();
		return true;
	}

	#compare(): void {
		this.#phase = 'comparing';
		this.field = undefined;
		this.#compared = this.#changes;
		this.#run(['--dry-run'], 'preview');
	}

	#write(): void {
		this.#phase = 'writing';
		this.#run([], 'written');
	}

	#escHint(first: string): string {
		return this.#answered.length > 0 ? keyHint('Esc', 'back to the previous question') : first;
	}

	get #changes(): string {
		return JSON.stringify(this.session.project?.apps.map(({unmadeChanges}) => unmadeChanges));
	}

	get #answers(): string[] {
		return this.#answered.flatMap(({flags}) => flags);
	}

	/** @param then the phase that follows if there is something to write */
	#run(flags: string[], then: 'preview' | 'written'): void {
		const made = new MadeMigrations();
		const words = ['makemigrations', ...this.#words, ...this.#answers, ...flags];
		const start = then === 'preview' ? runCommand : followRun;
		const child = start(this.session.root, words, event => made.take(event));
		this.#made = made;
		this.#process = child;
		this.changed();
		child.ended.then(({exitCode, stderr}) => {
			if (child !== this.#process) return;
			if (exitCode === exitCodes.usage && this.#goBack()) {
				this.#made.question!.mistake = made.failure?.reason ?? made.failure?.message;
				return;
			}
			made.failure ??= {message: stderr || `makemigrations exited with code ${exitCode}.`};
			this.#phase = this.#phaseAfter(exitCode, then);
			this.field = made.question?.field;
			if (this.#phase === 'written') this.session.recordChange('migration written', made.count);
			this.changed();
		});
	}

	#phaseAfter(exitCode: number, then: Phase): Phase {
		if (this.#made.question) return 'asking';
		if (this.#made.count > 0) return then;
		return exitCode === 0 ? 'nothing' : 'failed';
	}
}

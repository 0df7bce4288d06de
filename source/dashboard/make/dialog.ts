import path from 'node:path';
import {exitCodes} from '../../errors/command-error.ts';
import {followRun, type StartedRun} from '../../runs/start-run.ts';
import type {Key} from '../../terminal/keys/key.ts';
import {type RunningCommand, runCommand} from '../commands/command.ts';
import {isKeyOf} from '../input/key-names.ts';
import {editFile} from '../programs/foreground.ts';
import {Dialog} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';
import {MadeMigrations} from './made-migrations.ts';
import type {QuestionForm} from './question-form.ts';

type Phase = 'comparing' | 'asking' | 'preview' | 'writing' | 'written' | 'nothing' | 'failed';

/**
 * Compares, asks, shows what would be written, and writes after `y`. Every answer becomes a flag of the
 * command, which writes the files.
 */
export class MakeMigrationsDialog extends Dialog {
	/** What follows `makemigrations`. */
	readonly words: string[];
	#phase: Phase = 'comparing';
	#made = new MadeMigrations();
	/** Earlier questions with their answers, the latest last. */
	readonly #answered: {made: MadeMigrations; flags: string[]}[] = [];
	#process: RunningCommand | StartedRun | undefined;
	/** What the status says of the entities while they are compared. */
	#compared = '';

	constructor(session: Session, words: string[] = []) {
		super(session);
		this.words = words;
	}

	override start(): void {
		this.#compare();
	}

	override get isFinished(): boolean {
		return this.#phase === 'written' || this.#phase === 'nothing' || this.#phase === 'failed';
	}

	override get awaitsText(): boolean {
		return this.#phase === 'comparing' && this.hasAnswers;
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
		if (this.#phase === 'written' && isKeyOf('edit', key.name)) this.#edit();
		else if (this.#phase !== 'preview') return this.closeOrScroll(key);
		else if (key.name === 'y') this.#write();
		else if (key.name === 'n') this.close();
		else return this.closeOrScroll(key);
		return true;
	}

	/** Opens the first of the files. */
	#edit(): void {
		const {root} = this.session;
		editFile(this.session, path.resolve(root, this.#made.files[0]!.path));
	}

	get phase(): Phase {
		return this.#phase;
	}

	get made(): MadeMigrations {
		return this.#made;
	}

	/** Esc goes back to the question before. */
	get hasAnswers(): boolean {
		return this.#answered.length > 0;
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

	get #changes(): string {
		return JSON.stringify(this.session.project?.apps.map(({unmadeChanges}) => unmadeChanges));
	}

	get #answers(): string[] {
		return this.#answered.flatMap(({flags}) => flags);
	}

	/** @param then the phase that follows if there is something to write */
	#run(flags: string[], then: 'preview' | 'written'): void {
		const made = new MadeMigrations();
		const words = ['makemigrations', ...this.words, ...this.#answers, ...flags];
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
			if (this.#phase === 'written')
				this.session.recordChange('migration written', made.files.length);
			this.changed();
		});
	}

	#phaseAfter(exitCode: number, then: Phase): Phase {
		if (this.#made.question) return 'asking';
		if (this.#made.files.length > 0) return then;
		return exitCode === 0 ? 'nothing' : 'failed';
	}
}

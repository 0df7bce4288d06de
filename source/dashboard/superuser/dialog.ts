import type {Key} from '../../terminal/keys/key.ts';
import {type CommandLineOut, type RunningCommand, runCommand} from '../commands/command.ts';
import {isKeyOf} from '../input/key-names.ts';
import {Dialog} from '../state/dialog.ts';
import type {Session} from '../state/session.ts';
import {SuperuserForm} from './form.ts';

export const created = 'Superuser created successfully.';
/** The form is checked after so many milliseconds without a key. */
const checkDelay = 150;

/** `createsuperuser --form` checks the form and creates the user. The password goes to its stdin only. */
export class SuperuserDialog extends Dialog {
	readonly form = new SuperuserForm();
	#phase: 'typing' | 'creating' | 'created' = 'typing';
	#failure: {message: string; hint?: string; code: string} | undefined;
	/** What the command has said. */
	readonly notice: string[] = [];
	#process: RunningCommand | undefined;
	#timer: NodeJS.Timeout | undefined;
	/** Requests without an answer yet; answers come in this order. */
	readonly #asked: ('check' | 'create')[] = [];

	constructor(session: Session) {
		super(session);
		this.field = this.form.field;
	}

	override start(): void {
		const {root} = this.session;
		this.#process = runCommand(root, ['createsuperuser', '--form'], event => this.#take(event));
		this.#process.ended.then(({exitCode, stderr}) => this.#ended(exitCode, stderr));
	}

	override get isFinished(): boolean {
		return this.#phase === 'created' || this.#failure !== undefined;
	}

	override get awaitsText(): boolean {
		return true;
	}

	/** Letters typed too late must not act, so only the suggested action passes. */
	override passes({name}: Key): boolean {
		return this.isUnmigrated && isKeyOf('migrate', name);
	}

	override closed(): void {
		clearTimeout(this.#timer);
		this.#process?.interrupt();
		this.form.empty();
	}

	override typed(): void {
		this.form.touch();
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#send('check'), checkDelay);
	}

	press(key: Key): boolean {
		const {name} = key;
		if (name === 'Esc' || this.isFinished) return this.closeOrScroll(key);
		if (name === 'Tab' || name === 'Down') this.#move(1);
		else if (name === 'S-Tab' || name === 'Up') this.#move(-1);
		else if (name === 'Enter' || name === ' ') this.#enter(name);
		else return false;
		this.changed();
		return true;
	}

	get phase(): 'typing' | 'creating' | 'created' {
		return this.#phase;
	}

	get failure(): {message: string; hint?: string} | undefined {
		return this.#failure;
	}

	get isUnmigrated(): boolean {
		return this.#failure?.code === 'unapplied-migrations';
	}

	#move(step: 1 | -1): void {
		this.form.move(step);
		this.field = this.form.field;
	}

	#enter(name: string): void {
		const {focused} = this.form;
		if (focused === 'cancel') this.close();
		else if (focused === 'submit') this.#create();
		else if (focused === 'bypass' && name === ' ') this.form.bypass = !this.form.bypass;
		else if (this.form.isLastField) this.#create();
		else this.#move(1);
	}

	#create(): void {
		if (this.#phase === 'creating') return;
		this.#phase = 'creating';
		this.form.wasSent = true;
		this.#send('create');
	}

	#send(type: 'check' | 'create'): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#asked.push(type);
		const {values, bypass} = this.form;
		this.#process?.send({type, ...values, ...(type === 'create' && {bypassValidation: bypass})});
	}

	#take(event: CommandLineOut): void {
		if (event.type === 'form') {
			this.form.ask(event);
		} else if (event.type === 'field-errors') {
			this.#answered(event.errors);
		} else if (event.type === 'log' && event.level === 'notice') {
			this.notice.push(event.text);
		} else if (event.type === 'run-ended') {
			this.#ended(event.exitCode, '');
		} else if (event.type === 'error') {
			this.#failure = event;
			this.field = undefined;
		}
		this.changed();
	}

	/** A check is ignored if the form has changed since. */
	#answered(errors: Record<string, string[]>): void {
		const asked = this.#asked.shift();
		const isOld = this.#asked.length > 0 || this.#timer !== undefined;
		if (asked === 'check' && isOld) return;
		this.form.show(errors);
		if (asked === 'create') this.#backToForm();
	}

	#backToForm(): void {
		this.#phase = 'typing';
		this.form.moveToFirstError();
		this.field = this.form.field;
	}

	#ended(exitCode: number, stderr: string): void {
		if (this.isFinished) return;
		this.field = undefined;
		if (this.#phase === 'creating' && exitCode === 0) {
			this.#phase = 'created';
			this.session.recordChange('superuser created');
			this.session.toast('success', created);
		} else {
			const message = stderr || `createsuperuser exited with code ${exitCode}.`;
			this.#failure = {message, code: 'failed'};
		}
		this.changed();
	}
}

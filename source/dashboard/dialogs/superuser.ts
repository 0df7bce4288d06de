import {
	type CommandLineOut,
	type RunningCommand,
	runCommand,
	type SuperuserForm,
} from '../command.ts';
import type {Dashboard} from '../dashboard.ts';
import {safe} from '../foreign-text.ts';
import type {Key} from '../keystrokes.ts';
import type {Size} from '../layout.ts';
import {glyphs, paint} from '../theme.ts';
import {Dialog, type Field, type Picture, type Row, widthFor} from './dialog.ts';
import {failurePicture} from './failure-picture.ts';
import {closeHint, keyHint} from './key-rows.ts';
import {
	buttonRow,
	buttons,
	bypassRow,
	fieldRows,
	fieldsOf,
	labels,
	secrets,
} from './superuser-rows.ts';

/** After so many milliseconds without a key, what was typed is checked. */
const checkDelay = 150;

/**
 * The form for a superuser. Its rules are the command's: `createsuperuser --form` checks what is
 * typed and creates the user. The password travels through that process' stdin and nowhere else.
 */
export class SuperuserDialog extends Dialog {
	readonly #dashboard: Dashboard;
	/** By name, in their order; the entity of a project's own may demand more than these. */
	#fields: Record<string, Field> = fieldsOf(['username', 'email', ...secrets]);
	/** What the entity demands besides. */
	#questions: NonNullable<SuperuserForm['questions']> = [];
	#usernameLabel: string | undefined;
	readonly #touched = new Set<string>();
	#stop = 'username';
	#errors: Record<string, string[]> = {};
	#bypass = false;
	#creating = false;
	#tried = false;
	#created = false;
	#failure: {message: string; hint?: string; code: string} | undefined;
	#notice: string[] = [];
	#process: RunningCommand | undefined;
	#timer: NodeJS.Timeout | undefined;

	constructor(dashboard: Dashboard) {
		super();
		this.#dashboard = dashboard;
		this.field = this.#fields.username;
	}

	get #names(): string[] {
		return Object.keys(this.#fields);
	}

	override start(): void {
		const {root} = this.#dashboard;
		this.#process = runCommand(root, ['createsuperuser', '--form'], event => this.#heard(event));
		this.#process.ended.then(({exitCode, complaint}) => this.#ended(exitCode, complaint));
	}

	override get isFinished(): boolean {
		return this.#created || this.#failure !== undefined;
	}

	override closed(): void {
		clearTimeout(this.#timer);
		this.#process?.interrupt();
		for (const field of Object.values(this.#fields)) field.value = '';
	}

	override typed(): void {
		this.#touched.add(this.field!.id);
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#send('check'), checkDelay);
	}

	press({name}: Key): boolean {
		if (name === 'Esc') return this.#close();
		if (this.isFinished) return name === 'Enter' || name === 'q' ? this.#close() : false;
		if (name === 'Tab' || name === 'Down') this.#move(1);
		else if (name === 'S-Tab' || name === 'Up') this.#move(-1);
		else if (name === '^U' && this.field) this.setField('');
		else if (name === 'Enter' || name === ' ') this.#enter(name);
		else return false;
		this.changed();
		return true;
	}

	draw({columns, rows}: Size): Picture {
		const width = widthFor(columns, 68);
		const inside = width - 4;
		const title = 'Create superuser';
		if (this.#failure) return this.#drawFailure(title, width);
		if (this.#created) {
			return {
				title,
				columns: width,
				rows: [paint('success', `${glyphs.applied} Superuser created successfully.`)],
				below: ['', closeHint()],
			};
		}
		const names = this.#names;
		const one = rows < 8 + 2 * names.length;
		const isField = names.includes(this.#stop);
		const shown = one && isField ? [this.#stop] : names;
		return {
			title:
				one && isField
					? `${title}  field ${names.indexOf(this.#stop) + 1} of ${names.length}`
					: title,
			columns: width,
			rows: [
				...shown.flatMap(name => this.#fieldRows(name, inside)),
				...(one ? [] : ['']),
				...this.#buttons(),
			],
			below: one ? [] : ['', paint('quiet', 'Tab next  Enter press  ^U clear  Esc cancel')],
		};
	}

	#fieldRows(name: string, inside: number): Row[] {
		const label = {
			text: this.#labelOf(name),
			width: Math.max(9, ...this.#names.map(each => this.#labelOf(each).length)),
			isFocused: this.#stop === name,
		};
		const errors = this.#touched.has(name) || this.#tried ? (this.#errors[name] ?? []) : [];
		return fieldRows(this.#fields[name]!, label, errors, inside);
	}

	#buttons(): Row[] {
		const {password = []} = this.#errors;
		const offersBypass = password.length > 0 || this.#bypass || this.#stop === 'bypass';
		return [
			...(offersBypass ? [bypassRow(this.#stop, this.#bypass)] : []),
			this.#creating ? `Creating ${glyphs.ellipsis}` : buttonRow(this.#stop),
		];
	}

	#drawFailure(title: string, columns: number): Picture {
		const {message, hint, code} = this.#failure!;
		const keys = code === 'unapplied-migrations' ? [keyHint('M', 'migrate')] : [];
		return failurePicture({title, columns}, [...this.#notice, message], hint, keys);
	}

	#move(step: number): void {
		const stops = [...this.#names, ...buttons];
		let index = stops.indexOf(this.#stop);
		do index = (index + step + stops.length) % stops.length;
		while (stops[index] === 'bypass' && !this.#errors.password?.length && !this.#bypass);
		this.#stop = stops[index]!;
		this.field = this.#fields[this.#stop];
	}

	#enter(name: string): void {
		if (this.#stop === 'cancel') this.#close();
		else if (this.#stop === 'bypass') this.#bypass = !this.#bypass;
		else if (this.#stop === 'submit') this.#create();
		else if (name === 'Enter') this.#move(1);
	}

	#create(): void {
		if (this.#creating) return;
		this.#creating = true;
		this.#tried = true;
		this.#send('create');
	}

	#send(type: 'check' | 'create'): void {
		clearTimeout(this.#timer);
		const value = (name: string) => this.#fields[name]?.value ?? '';
		const own = this.#questions.map(({name}) => name);
		const values = (names: string[]) => Object.fromEntries(names.map(name => [name, value(name)]));
		this.#process?.send({
			type,
			...values(['username', 'email', ...secrets]),
			...(own.length > 0 && {answers: values(own)}),
			...(type === 'create' && {bypassValidation: this.#bypass}),
		});
	}

	#heard(event: CommandLineOut): void {
		if (event.type === 'form') {
			this.#begin(event);
		} else if (event.type === 'field-errors') {
			this.#errors = event.errors;
			if (this.#creating) this.#showFirstError();
		} else if (event.type === 'log' && event.level === 'notice') {
			this.#notice.push(event.text);
		} else if (event.type === 'run-ended') {
			this.#ended(event.exitCode, '');
		} else if (event.type === 'error') {
			this.#failure = event;
			this.field = undefined;
		}
		this.changed();
	}

	/** Keeps what was typed before the command said what it wants. */
	#begin({username, questions = [], asksEmail = true, usernameLabel}: SuperuserForm): void {
		this.#questions = questions;
		this.#usernameLabel = usernameLabel;
		const asked = questions.map(({name}) => name);
		const names = ['username', ...(asksEmail ? ['email'] : []), ...asked, ...secrets];
		const fields = fieldsOf(names);
		for (const name of names) fields[name] = this.#fields[name] ?? fields[name]!;
		this.#fields = fields;
		const field = this.#fields.username!;
		if (this.#touched.has('username')) return;
		field.value = username;
		field.version++;
	}

	#labelOf(name: string): string {
		if (name === 'username' && this.#usernameLabel) return this.#usernameLabel;
		const own = this.#questions.find(question => question.name === name)?.label;
		return own ? safe(own).slice(0, 20) : (labels[name] ?? name);
	}

	#showFirstError(): void {
		this.#creating = false;
		const first = this.#names.find(name => this.#errors[name]?.length);
		if (!first) return;
		this.#stop = first;
		this.field = this.#fields[first];
	}

	#ended(exitCode: number, complaint: string): void {
		if (this.isFinished) return;
		this.field = undefined;
		if (this.#creating && exitCode === 0) {
			this.#created = true;
			this.#dashboard.did('superuser created');
			this.#dashboard.toast('success', 'Superuser created successfully.');
		} else {
			const message = complaint || `createsuperuser ended with ${exitCode}.`;
			this.#failure ??= {message, code: 'failed'};
		}
		this.changed();
	}

	#close(): boolean {
		this.close();
		return true;
	}
}

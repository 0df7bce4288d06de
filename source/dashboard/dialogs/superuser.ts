import {sanitise} from '../../terminal/sanitise.ts';
import {wrap} from '../cells.ts';
import {type CommandLineOut, type RunningCommand, runCommand} from '../command.ts';
import type {Dashboard} from '../dashboard.ts';
import type {Key} from '../keystrokes.ts';
import type {Size} from '../layout.ts';
import {glyphs, paint} from '../theme.ts';
import {Dialog, type Field, newField, type Picture, type Row, widthFor} from './dialog.ts';
import {
	buttonRow,
	bypassRow,
	type FieldName,
	fieldRows,
	isField,
	names,
	type Stop,
	stops,
} from './superuser-rows.ts';

/** After so many milliseconds without a key, what was typed is checked. */
const checkDelay = 150;

/**
 * The form for a superuser. Its rules are the command's: `createsuperuser --form` checks what is
 * typed and creates the user. The password travels through that process' stdin and nowhere else.
 */
export class SuperuserDialog extends Dialog {
	readonly #dashboard: Dashboard;
	readonly #fields: Record<FieldName, Field> = {
		username: newField('username'),
		email: newField('email'),
		password: newField('password', '', '*'),
		passwordAgain: newField('passwordAgain', '', '*'),
	};
	readonly #touched = new Set<FieldName>();
	#stop: Stop = 'username';
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

	start(): void {
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
		for (const name of names) this.#fields[name].value = '';
	}

	override typed(): void {
		this.#touched.add(this.field!.id as FieldName);
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
		if (this.#failure) return this.#drawFailure(title, width, inside);
		if (this.#created) {
			return {
				title,
				columns: width,
				rows: [paint('success', `${glyphs.applied} Superuser created successfully.`)],
				below: ['', `${paint('key', 'Esc')} close`],
			};
		}
		const one = rows < 16;
		const shown = one && isField(this.#stop) ? [this.#stop] : names;
		return {
			title:
				one && isField(this.#stop)
					? `${title}  field ${names.indexOf(this.#stop) + 1} of 4`
					: title,
			columns: width,
			rows: [
				...shown.flatMap(name =>
					fieldRows(this.#fields[name], this.#stop, this.#shownErrors(name), inside),
				),
				...(one ? [] : ['']),
				...this.#buttonRows(),
			],
			below: one ? [] : ['', paint('quiet', 'Tab next  Enter press  ^U clear  Esc cancel')],
		};
	}

	#shownErrors(name: FieldName): string[] {
		return this.#touched.has(name) || this.#tried ? (this.#errors[name] ?? []) : [];
	}

	#buttonRows(): Row[] {
		const {password = []} = this.#errors;
		const offersBypass = password.length > 0 || this.#bypass || this.#stop === 'bypass';
		return [
			...(offersBypass ? [bypassRow(this.#stop, this.#bypass)] : []),
			this.#creating ? `Creating ${glyphs.ellipsis}` : buttonRow(this.#stop),
		];
	}

	#drawFailure(title: string, columns: number, inside: number): Picture {
		const {message, hint, code} = this.#failure!;
		const key = code === 'unapplied-migrations' ? `${paint('key', 'M')} migrate   ` : '';
		return {
			title,
			columns,
			meaning: 'alarm',
			rows: [
				...[...this.#notice, message]
					.flatMap(text => wrap(sanitise(text, {colour: false}), inside))
					.map(line => paint('alarm', line)),
				...(hint ? ['', ...wrap(sanitise(hint, {colour: false}), inside)] : []),
			],
			below: ['', `${key}${paint('key', 'Esc')} close`],
		};
	}

	#move(step: number): void {
		let index = stops.indexOf(this.#stop);
		do index = (index + step + stops.length) % stops.length;
		while (stops[index] === 'bypass' && !this.#errors.password?.length && !this.#bypass);
		this.#stop = stops[index]!;
		this.field = isField(this.#stop) ? this.#fields[this.#stop] : undefined;
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
		const values = Object.fromEntries(names.map(name => [name, this.#fields[name].value]));
		this.#process?.send({
			type,
			...values,
			...(type === 'create' && {bypassValidation: this.#bypass}),
		});
	}

	#heard(event: CommandLineOut): void {
		if (event.type === 'form') {
			if (!this.#touched.has('username')) {
				this.#fields.username.value = event.username;
				this.#fields.username.version++;
			}
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

	#showFirstError(): void {
		this.#creating = false;
		const first = names.find(name => this.#errors[name]?.length);
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
		this.#dashboard.closeDialog(this);
		return true;
	}
}

import type {SuperuserQuestions} from '../commands/command.ts';
import {safe} from '../drawing/foreign-text.ts';
import {type Field, newField} from '../state/dialog.ts';

/** Never shown. */
const secrets = ['password', 'passwordAgain'];
/** Focused below the fields, in this order. */
const buttons = ['bypass', 'submit', 'cancel'];
const labels: Record<string, string> = {
	username: 'Username',
	email: 'E-mail',
	password: 'Password',
	passwordAgain: 'Again',
};

export class SuperuserForm {
	/** By name, in order; the project's own entity may require more. */
	#fields = fieldsOf(['username', 'email', ...secrets]);
	/** Fields of that entity. */
	#own: NonNullable<SuperuserQuestions['questions']> = [];
	#usernameLabel: string | undefined;
	readonly #touched = new Set<string>();
	#errors: Record<string, string[]> = {};
	/** The name of a field or a button. */
	#focused = 'username';
	/** Creates the user whatever the password. */
	bypass = false;
	/** Once it was sent, fields show their errors even if they were never touched. */
	wasSent = false;

	get names(): string[] {
		return Object.keys(this.#fields);
	}

	get focused(): string {
		return this.#focused;
	}

	get field(): Field | undefined {
		return this.#fields[this.#focused];
	}

	get isLastField(): boolean {
		return this.#focused === this.names.at(-1);
	}

	/** Takes the command's questions; what was typed before stays. */
	ask({username, questions = [], asksEmail = true, usernameLabel}: SuperuserQuestions): void {
		this.#own = questions;
		this.#usernameLabel = usernameLabel;
		const own = questions.map(({name}) => name);
		const names = ['username', ...(asksEmail ? ['email'] : []), ...own, ...secrets];
		this.#fields = {...fieldsOf(names), ...keptOf(this.#fields, names)};
		const field = this.#fields.username!;
		if (this.#touched.has('username')) return;
		field.value = username;
		field.isSuggested = username !== '';
		field.version++;
	}

	touch(): void {
		this.#touched.add(this.#focused);
	}

	/** To the next field or button; -1 goes up. */
	move(step: 1 | -1): void {
		if (this.field) this.field.isSuggested = false;
		const stops = [...this.names, ...buttons];
		let index = stops.indexOf(this.#focused);
		do index = (index + step + stops.length) % stops.length;
		while (stops[index] === 'bypass' && !this.#canBypass);
		this.#focused = stops[index]!;
	}

	/** @param errors sentences, by the names of the fields */
	show(errors: Record<string, string[]>): void {
		this.#errors = errors;
	}

	moveToFirstError(): void {
		this.#focused = this.names.find(name => this.#errors[name]?.length) ?? this.#focused;
	}

	/** As `createsuperuser --form` takes them. */
	get values(): object {
		const value = (name: string) => this.#fields[name]?.value ?? '';
		const all = (names: string[]) => Object.fromEntries(names.map(name => [name, value(name)]));
		const own = this.#own.map(({name}) => name);
		return {
			...all(['username', 'email', ...secrets]),
			...(own.length > 0 && {answers: all(own)}),
		};
	}

	empty(): void {
		for (const field of Object.values(this.#fields)) field.value = '';
	}

	fieldOf(name: string): Field {
		return this.#fields[name]!;
	}

	/** Sentences; none for a field that nobody has touched. */
	errorsOf(name: string): string[] {
		const isChecked = this.#touched.has(name) || this.wasSent;
		return isChecked ? (this.#errors[name] ?? []) : [];
	}

	/** Only where the password was rejected. */
	get offersBypass(): boolean {
		return this.#canBypass || this.#focused === 'bypass';
	}

	labelOf(name: string): string {
		if (name === 'username' && this.#usernameLabel) return this.#usernameLabel;
		const own = this.#own.find(question => question.name === name)?.label;
		return own ? safe(own).slice(0, 20) : (labels[name] ?? name);
	}

	get #canBypass(): boolean {
		return !!this.#errors.password?.length || this.bypass;
	}
}

function fieldsOf(names: string[]): Record<string, Field> {
	const mask = (name: string) => (secrets.includes(name) ? '*' : undefined);
	return Object.fromEntries(names.map(name => [name, newField(name, '', mask(name))]));
}

function keptOf(fields: Record<string, Field>, names: string[]): Record<string, Field> {
	return Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));
}

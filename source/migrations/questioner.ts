import {CommandError, exitCodes} from '../errors.ts';
import type {Question} from '../runs/events.ts';

/** A table or property that is gone, and what could have become of it. */
export interface RenameQuestion {
	app: string;
	entity: string;
	/** Left out when it is the entity that is gone. */
	property?: string;
	candidates: string[];
	/** What kind of property it is, `text` say. */
	type?: string;
}

/** A property that every row needs a value for. */
export interface DefaultQuestion {
	app: string;
	entity: string;
	property: string;
	/** `null` when the column is there and takes NULL no longer. */
	reason: 'added' | 'null';
}

/** Asks what cannot be seen in the entities. Nothing is ever guessed. */
export interface Questioner {
	/** @returns the candidate that it became, or undefined when it was removed */
	renamedTo(question: RenameQuestion): Promise<string | undefined>;
	/** @returns a value in SQL, or undefined to leave the rows to whoever applies it (only for `null`) */
	oneOffDefault(question: DefaultQuestion): Promise<string | undefined>;
}

/** What the flags say: `accounts.profile.bio` → `about`, `accounts.profile.city` → `'x'`. */
export interface Answers {
	renames: Map<string, string>;
	defaults: Map<string, string>;
}

/**
 * @param renames `app.entity.old=new`, `app.old=new` for an entity; nothing behind `=` means removed
 * @param defaults `app.entity.property=SQL`
 * @throws CommandError `usage`
 */
export function parseAnswers(renames: string[], defaults: string[]): Answers {
	const answers = {
		renames: entriesOf('--rename', renames),
		defaults: entriesOf('--default', defaults),
	};
	for (const [property, sql] of answers.defaults) {
		const mistake = mistakeInValue(sql);
		if (mistake) throw usage(`--default ${property}: ${mistake}`);
	}
	return answers;
}

/** Answers from flags first; then from the person, or with what keeps the data while it notes what is open. */
export class FlagQuestioner implements Questioner {
	/** The questions that no flag answers. */
	readonly unanswered: Question[] = [];
	readonly #answers: Answers;
	readonly #person: Questioner | undefined;

	constructor(answers: Answers, person?: Questioner) {
		this.#answers = answers;
		this.#person = person;
	}

	async renamedTo(question: RenameQuestion): Promise<string | undefined> {
		const key = keyOf(question);
		const answer = this.#answers.renames.get(key.toLowerCase());
		if (answer !== undefined) return chosen(answer, question, key);
		if (this.#person) return this.#person.renamedTo(question);
		const {candidates, property} = question;
		this.unanswered.push({
			type: 'question',
			id: key,
			kind: property ? 'rename-property' : 'rename-entity',
			text: candidates.map(candidate => renameText(question, candidate)).join('\n'),
			choices: [...candidates, 'removed'],
			flag: `--rename ${key}=${candidates[0]}`,
		});
		return candidates[0];
	}

	async oneOffDefault(question: DefaultQuestion): Promise<string | undefined> {
		const key = keyOf(question);
		const answer = this.#answers.defaults.get(key.toLowerCase());
		if (answer !== undefined) return answer;
		if (this.#person) return this.#person.oneOffDefault(question);
		this.unanswered.push({
			type: 'question',
			id: key,
			kind: question.reason === 'added' ? 'one-off-default' : 'null-to-not-null',
			text: defaultText(question),
			choices: [],
			flag: `--default ${key}=SQL`,
		});
		return 'null';
	}
}

/** The part of a terminal's prompt that is needed here. */
export interface Person {
	text(question: string): Promise<string>;
	confirm(question: string): Promise<boolean>;
	choose(question: string, choices: string[]): Promise<number>;
}

/** Asks at the terminal, in Django's words. */
export class TerminalQuestioner implements Questioner {
	readonly #person: Person;

	constructor(person: Person) {
		this.#person = person;
	}

	async renamedTo(question: RenameQuestion): Promise<string | undefined> {
		for (const candidate of question.candidates) {
			if (await this.#person.confirm(`${renameText(question, candidate)} [y/N] `)) return candidate;
		}
		return undefined;
	}

	async oneOffDefault(question: DefaultQuestion): Promise<string | undefined> {
		const provide =
			'Provide a one-off default now (will be set on all existing rows with a null value for this column)';
		const ignore =
			'Ignore for now. Existing rows that contain NULL values will have to be handled manually';
		const quit = 'Quit and define a default value in the entity';
		const choices = question.reason === 'null' ? [provide, ignore, quit] : [provide, quit];
		const choice =
			choices[await this.#person.choose(`${defaultText(question)}\nPlease select a fix:`, choices)];
		if (choice === ignore) return undefined;
		if (choice === quit) {
			throw new CommandError('Nothing was written.', {
				code: 'answer-needed',
				exitCode: exitCodes.answerNeeded,
				hint: `Give ${question.property} a default, or make it nullable.`,
			});
		}
		return this.#value();
	}

	async #value(): Promise<string> {
		let question = "The value in SQL, 'x' or 0 say: ";
		for (;;) {
			const sql = (await this.#person.text(question)).trim();
			const mistake = mistakeInValue(sql);
			if (!mistake) return sql;
			question = `${mistake}\nThe value in SQL: `;
		}
	}
}

function renameText({entity, property, type, app}: RenameQuestion, candidate: string): string {
	if (property === undefined) return `Was the entity ${app}.${entity} renamed to ${candidate}?`;
	const name = entity.toLowerCase();
	return `Was ${name}.${property} renamed to ${name}.${candidate} (${type})?`;
}

function defaultText({entity, property, reason}: DefaultQuestion): string {
	const [change, preposition] =
		reason === 'added'
			? ['add a non-nullable property', 'to']
			: ['change a nullable property to non-nullable:', 'on'];
	return (
		`It is impossible to ${change} '${property}' ${preposition} ${entity.toLowerCase()} without specifying a default. ` +
		'This is because the database needs something to populate existing rows.'
	);
}

function keyOf({app, entity, property}: {app: string; entity: string; property?: string}): string {
	const name = entity.toLowerCase();
	return property === undefined ? `${app}.${name}` : `${app}.${name}.${property}`;
}

function chosen(answer: string, {candidates}: RenameQuestion, key: string): string | undefined {
	if (answer === '') return undefined;
	const candidate = candidates.find(name => name.toLowerCase() === answer.toLowerCase());
	if (candidate) return candidate;
	throw usage(`--rename ${key}=${answer}: it can only have become ${candidates.join(' or ')}.`);
}

function entriesOf(flag: string, values: string[]): Map<string, string> {
	return new Map(
		values.map(value => {
			const equals = value.indexOf('=');
			if (equals < 0) throw usage(`${flag} ${value} has no =.`);
			return [value.slice(0, equals).trim().toLowerCase(), value.slice(equals + 1).trim()];
		}),
	);
}

const valueInSql =
	/^(?:[-+]?\d+(?:\.\d+)?|'(?:[^']|'')*'(?:::[\w ]+)?|null|true|false|current_\w+|\w+\(.*\)|\(.*\))$/is;

function mistakeInValue(sql: string): string | undefined {
	if (sql === '') return 'A value is needed.';
	if (valueInSql.test(sql)) return undefined;
	return `${sql} is no value in SQL; a text is written with quotes: '${sql.replaceAll("'", "''")}'.`;
}

function usage(message: string): CommandError {
	return new CommandError(message, {
		code: 'usage',
		exitCode: exitCodes.usage,
		hint: "Type 'quarterdeck makemigrations --help' for usage.",
	});
}

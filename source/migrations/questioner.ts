import type {Question} from '../runs/events.ts';
import {type Answers, usage} from './answers.ts';

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

/** A questioner that keeps, as flags, what was answered: `--rename shop.book.name=title`. */
export class NotingQuestioner implements Questioner {
	readonly answers: string[] = [];
	readonly #questioner: Questioner;

	constructor(questioner: Questioner) {
		this.#questioner = questioner;
	}

	async renamedTo(question: RenameQuestion): Promise<string | undefined> {
		const name = await this.#questioner.renamedTo(question);
		this.answers.push(`--rename ${keyOf(question)}=${name ?? ''}`);
		return name;
	}

	async oneOffDefault(question: DefaultQuestion): Promise<string | undefined> {
		const sql = await this.#questioner.oneOffDefault(question);
		if (sql !== undefined) this.answers.push(`--default ${keyOf(question)}=${sql}`);
		return sql;
	}
}

/** In Django's words. */
export function renameText(
	{entity, property, type, app}: RenameQuestion,
	candidate: string,
): string {
	if (property === undefined) return `Was the entity ${app}.${entity} renamed to ${candidate}?`;
	const name = entity.toLowerCase();
	return `Was ${name}.${property} renamed to ${name}.${candidate} (${type})?`;
}

/** In Django's words. */
export function defaultText({entity, property, reason}: DefaultQuestion): string {
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

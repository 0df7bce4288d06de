/** A table or property that is gone, and what could have become of it. */
export interface RenameQuestion {
	app: string;
	entity: string;
	/** Left out when it is the entity that is gone. */
	property?: string;
	/** May be empty: then there is nothing to ask, only to be told. */
	candidates: string[];
	/** It could have become one of these as well, but is so little like them that nobody is asked. */
	others?: string[];
	/** What kind of property it is, `text` say. */
	type?: string;
}

export type PropertyName = Pick<DefaultQuestion, 'app' | 'entity' | 'property'>;

/** A property that every row needs a value for. */
export interface DefaultQuestion {
	app: string;
	entity: string;
	property: string;
	table: string;
	column: string;
	/** How many rows there are, or have NULL; undefined where the database cannot be asked. */
	rows?: number;
	/** `null` when the column is there and takes NULL no longer. */
	reason: 'added' | 'null';
}

/** Asks what cannot be seen in the entities. Nothing is ever guessed. */
export interface Questioner {
	/** @returns the candidate that it became, or undefined when it was removed */
	renamedTo(question: RenameQuestion): Promise<string | undefined>;
	/** @returns a value in SQL, or undefined to leave the rows to whoever applies it (only for `null`) */
	oneOffDefault(question: DefaultQuestion): Promise<string | undefined>;
	/**
	 * What rows get when a migration is unapplied that takes a property away, or lets it take NULL;
	 * nobody is asked for it.
	 */
	valueOnTheWayBack?(question: PropertyName): string | undefined;
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
		if (name === undefined && question.candidates.length === 0) return undefined;
		this.answers.push(`--rename ${keyOf(question)}=${name ?? ''}`);
		return name;
	}

	async oneOffDefault(question: DefaultQuestion): Promise<string | undefined> {
		const sql = await this.#questioner.oneOffDefault(question);
		this.#noteDefault(question, sql);
		return sql;
	}

	valueOnTheWayBack(question: PropertyName): string | undefined {
		const sql = this.#questioner.valueOnTheWayBack?.(question);
		this.#noteDefault(question, sql);
		return sql;
	}

	#noteDefault(question: PropertyName, sql: string | undefined): void {
		if (sql !== undefined) this.answers.push(`--default ${keyOf(question)}=${sql}`);
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
export function defaultText({entity, property, reason, rows}: DefaultQuestion): string {
	const [change, preposition] =
		reason === 'added'
			? ['add a non-nullable property', 'to']
			: ['change a nullable property to non-nullable:', 'on'];
	const found = reason === 'added' ? 'row(s) are there' : 'row(s) have NULL there';
	return (
		`It is impossible to ${change} '${property}' ${preposition} ${entity.toLowerCase()} without specifying a default. ` +
		'This is because the database needs something to populate existing rows.' +
		(rows === undefined ? '' : `\n${rows} ${found}.`)
	);
}

/** As a flag names it: `shop.book.name`, `shop.book`. */
export function keyOf({
	app,
	entity,
	property,
}: {
	app: string;
	entity: string;
	property?: string;
}): string {
	const name = entity.toLowerCase();
	return property === undefined ? `${app}.${name}` : `${app}.${name}.${property}`;
}

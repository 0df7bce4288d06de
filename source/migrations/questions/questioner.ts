import {plural} from '../../words/plural.ts';

/** A removed entity or property, and what it may have been renamed to. */
export interface RenameQuestion {
	app: string;
	entity: string;
	/** Left out if the entity itself was removed. */
	property?: string;
	/** If there are none, only a flag can answer. */
	candidates: string[];
	/** Possible as well, but too different to ask about. */
	others?: string[];
	/** The type of the property: `text`. */
	type?: string;
	/** The table or column that it had. */
	place?: string;
	/** Those that the others have, by their names. */
	places?: Record<string, string>;
}

export type PropertyName = Pick<DefaultQuestion, 'app' | 'entity' | 'property'>;

/** A property that every row needs a value for. */
export interface DefaultQuestion {
	app: string;
	entity: string;
	property: string;
	table: string;
	column: string;
	/** How many rows exist, or have NULL; undefined if they cannot be counted. */
	rows?: number;
	/** `null` when the column exists and becomes NOT NULL. */
	reason: 'added' | 'null';
}

/** Asks what the entities do not say. It never guesses. */
export interface Questioner {
	/** @returns the candidate that it was renamed to, or undefined when it was removed */
	renamedTo(question: RenameQuestion): Promise<string | undefined>;
	/**
	 * @returns a value or an expression in SQL; undefined if there are no rows, or if whoever applies the
	 *   migration takes care of them
	 */
	oneOffDefault(question: DefaultQuestion): Promise<string | undefined>;
	/**
	 * The value for rows when a migration is unapplied that removes a property or makes it nullable. Only
	 * flags give it.
	 */
	backwardsDefault?(question: PropertyName): string | undefined;
}

/** In Django's words. */
export function renameText(question: RenameQuestion, candidate: string): string {
	const {entity, property, type, app, place, places = {}} = question;
	const name = entity.toLowerCase();
	const between = `renamed from ${place} to ${places[candidate]}`;
	if (property === undefined) {
		if (candidate === entity) return `Was the table of ${app}.${entity} ${between}?`;
		return `Was the entity ${app}.${entity} renamed to ${candidate}?`;
	}
	if (candidate === property) return `Was the column of ${name}.${property} ${between} (${type})?`;
	return `Was ${name}.${property} renamed to ${name}.${candidate} (${type})?`;
}

/** In Django's words. */
export function defaultText({entity, property, reason, rows}: DefaultQuestion): string {
	const name = entity.toLowerCase();
	const problem =
		reason === 'added'
			? `add a non-nullable property '${property}' to ${name} without specifying a default`
			: `change a nullable property '${property}' on ${name} to non-nullable without providing a default`;
	const existing = rows === undefined ? '' : `\n${plural(rows, 'row')} ${verb(reason, rows)}.`;
	return `It is impossible to ${problem}. This is because the database needs something to populate existing rows.${existing}`;
}

function verb(reason: DefaultQuestion['reason'], rows: number): string {
	if (reason === 'added') return rows === 1 ? 'exists' : 'exist';
	return rows === 1 ? 'has NULL' : 'have NULL';
}

/** `shop.book.name`, `shop.book` */
export function nameInFlag({app, entity, property}: PropertyName | RenameQuestion): string {
	return [app, entity.toLowerCase(), property].filter(part => part !== undefined).join('.');
}

/** The names that a flag may have: that of the property, and that of its column. */
export function namesInFlag(question: PropertyName | RenameQuestion): string[] {
	const {place, column = place}: Partial<RenameQuestion & DefaultQuestion> = question;
	const own = nameInFlag(question);
	if (question.property === undefined || column === undefined) return [own];
	return [own, nameInFlag({...question, property: column})];
}

/**
 * Asks each question only once, however many databases the change is made for. If an answer for one of
 * them is not possible on another because the types differ, the property counts as removed there.
 */
export function cachingQuestioner(questioner: Questioner): Questioner {
	const answers = new Map<string, Promise<string | undefined>>();
	const once = (key: string, ask: () => Promise<string | undefined>) => {
		const answer = answers.get(key) ?? ask();
		answers.set(key, answer);
		return answer;
	};
	return {
		async renamedTo(question) {
			const key = `rename ${nameInFlag(question)}`;
			const name = await once(key, () => questioner.renamedTo(question));
			const {candidates, others = []} = question;
			return [...candidates, ...others].find(candidate => candidate === name);
		},
		oneOffDefault(question) {
			const key = `default ${nameInFlag(question)} ${question.reason}`;
			return once(key, () => questioner.oneOffDefault(question));
		},
		backwardsDefault: question => questioner.backwardsDefault?.(question),
	};
}

export type CollectingQuestioner = Required<Questioner> & {readonly answers: string[]};

/** Collects the answers of another questioner as flags: `--rename shop.book.name=title`. */
export function collectingQuestioner(questioner: Questioner): CollectingQuestioner {
	const answers: string[] = [];
	const collect = (question: PropertyName, sql: string | undefined) => {
		if (sql !== undefined) answers.push(`--default ${nameInFlag(question)}=${sql}`);
		return sql;
	};
	return {
		answers,
		async renamedTo(question) {
			const name = await questioner.renamedTo(question);
			if (name === undefined && question.candidates.length === 0) return undefined;
			answers.push(`--rename ${nameInFlag(question)}=${name ?? ''}`);
			return name;
		},
		oneOffDefault: async question => collect(question, await questioner.oneOffDefault(question)),
		backwardsDefault: question => collect(question, questioner.backwardsDefault?.(question)),
	};
}

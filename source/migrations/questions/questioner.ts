import {plural} from '../../words/plural.ts';

/** A table or property that is gone, and what it may have been renamed to. */
export interface RenameQuestion {
	app: string;
	entity: string;
	/** Left out when the entity itself is gone. */
	property?: string;
	/** May be empty: then nobody is asked, and only a flag can answer. */
	candidates: string[];
	/** Possible as well, but too different to be asked for. */
	others?: string[];
	/** The type of the property: `text`. */
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
	/** How many rows exist, or have NULL; undefined where the database cannot be asked. */
	rows?: number;
	/** `null` when the column exists and becomes NOT NULL. */
	reason: 'added' | 'null';
}

/** Asks what the entities do not say. Nothing is ever guessed. */
export interface Questioner {
	/** @returns the candidate that it was renamed to, or undefined when it was removed */
	renamedTo(question: RenameQuestion): Promise<string | undefined>;
	/** @returns a value in SQL, or undefined to leave the rows to whoever applies it (only for `null`) */
	oneOffDefault(question: DefaultQuestion): Promise<string | undefined>;
	/**
	 * The value that rows get when a migration is unapplied that removes a property or makes it nullable.
	 * Nobody is asked for it.
	 */
	backwardsDefault?(question: PropertyName): string | undefined;
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
export function nameInFlag({
	app,
	entity,
	property,
}: Omit<PropertyName, 'property'> & {
	property?: string;
}): string {
	return [app, entity.toLowerCase(), ...(property === undefined ? [] : [property])].join('.');
}

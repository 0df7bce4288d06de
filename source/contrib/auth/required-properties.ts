import type {EntityMetadata, EntityProperty} from '@mikro-orm/core';

/** A property of the project's user entity that every new user needs, apart from the usual ones. */
export interface RequiredProperty {
	name: string;
	/** `Date of birth` */
	label: string;
	kind: 'text' | 'number' | 'boolean' | 'date' | 'choice' | 'reference';
	/** Only for kind `choice`. */
	choices?: string[];
	/** Longest text, in characters. */
	length?: number;
	isUnique?: boolean;
}

/** What was typed, by property. */
export type Answers = Record<string, string>;

/** The properties that a new row needs: not nullable, without a default, not generated. */
export function requiredProperties(metadata: EntityMetadata, known: string[]): RequiredProperty[] {
	return metadata.props
		.filter(property => isRequired(property) && !known.includes(property.name))
		.map(property => ({
			name: property.name,
			label: labelOf(property.name),
			kind: kindOf(property),
			...(property.enum && {choices: property.items?.map(String) ?? []}),
			...(property.length !== undefined && {length: property.length}),
			...(property.unique && {isUnique: true}),
		}));
}

function isRequired(property: EntityProperty): boolean {
	const isColumn = ['scalar', 'embedded', 'm:1', '1:1'].includes(property.kind);
	const isFilled =
		property.nullable ||
		property.optional ||
		property.autoincrement ||
		property.version ||
		property.generated ||
		property.formula ||
		property.onCreate ||
		property.default !== undefined ||
		(property.defaultRaw !== undefined && property.defaultRaw !== 'null');
	const isOurs = property.persist !== false && !property.mappedBy && !property.primary;
	return isColumn && !isFilled && isOurs;
}

function kindOf(property: EntityProperty): RequiredProperty['kind'] {
	if (property.kind !== 'scalar') return 'reference';
	if (property.enum) return 'choice';
	const type = String(property.runtimeType ?? property.type);
	if (type === 'boolean') return 'boolean';
	if (type === 'number' || type === 'bigint') return 'number';
	return type === 'Date' ? 'date' : 'text';
}

/** `dateOfBirth` → `Date of birth` */
function labelOf(name: string): string {
	const words = name
		.replaceAll('_', ' ')
		.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
		.toLowerCase();
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** @returns sentences by property; valid answers have no key */
export function answerErrors(
	asked: RequiredProperty[],
	answers: Answers,
): Record<string, string[]> {
	return Object.fromEntries(
		asked.flatMap(property => {
			const error = errorOf(property, answers[property.name] ?? '');
			return error === undefined ? [] : [[property.name, [error]]];
		}),
	);
}

function errorOf(
	{kind, choices = [], length}: RequiredProperty,
	answer: string,
): string | undefined {
	const typed = answer.trim();
	if (typed === '') return 'This field is required.';
	if (kind === 'number' && !Number.isFinite(Number(typed))) return 'Enter a number.';
	if (kind === 'boolean' && !/^(y|yes|true|1|n|no|false|0)$/i.test(typed)) {
		return 'Answer yes or no.';
	}
	if (kind === 'date' && Number.isNaN(Date.parse(typed))) {
		return 'Enter a date, for example 2026-11-24.';
	}
	if (kind === 'choice' && !choices.includes(typed)) return `Enter one of ${choices.join(', ')}.`;
	if (kind === 'text' && length !== undefined && [...typed].length > length) {
		return `Ensure this value has at most ${length} characters (it has ${[...typed].length}).`;
	}
	return undefined;
}

/** Converts answers without errors to values of the entity. */
export function valuesOf(
	asked: RequiredProperty[],
	answers: Answers,
	metadata: EntityMetadata,
): Record<string, unknown> {
	return Object.fromEntries(
		asked.map(({name, kind}) => [name, valueFrom(kind, answers[name]!.trim(), metadata, name)]),
	);
}

function valueFrom(
	kind: RequiredProperty['kind'],
	typed: string,
	metadata: EntityMetadata,
	name: string,
): unknown {
	if (kind === 'boolean') return /^(y|yes|true|1)$/i.test(typed);
	if (kind === 'date') return new Date(typed);
	const items = metadata.props.find(property => property.name === name)?.items;
	if (kind === 'choice') return items?.find(item => String(item) === typed);
	if (kind === 'number' || (kind === 'reference' && /^\d+$/.test(typed))) return Number(typed);
	return typed;
}

/** A violated constraint as a sentence about the answer that caused it, if the error tells which. */
export function constraintErrors(
	error: unknown,
	asked: RequiredProperty[],
): Record<string, string[]> | undefined {
	const {name} = error as Error;
	const found = asked.find(({kind, isUnique}) =>
		name === 'UniqueConstraintViolationException'
			? isUnique
			: name === 'ForeignKeyConstraintViolationException' && kind === 'reference',
	);
	if (!found) return undefined;
	const what = found.label.toLowerCase();
	const sentence = found.isUnique
		? `That ${what} is already taken.`
		: `That ${what} does not exist.`;
	return {[found.name]: [sentence]};
}

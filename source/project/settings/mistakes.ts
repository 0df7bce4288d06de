import * as v from 'valibot';
import {didYouMean} from '../../words/closest.ts';
import {settingsSchema} from './schema.ts';

/** The parts of a schema that explain a mistake. */
interface Part {
	entries?: Record<string, Part>;
	message?: string;
	/** Of an optional schema. */
	wrapped?: Part;
	/** Of a schema that depends on the value. */
	getter?: (value: unknown) => Part;
}

export interface Mistake {
	/** `database.port`; undefined when it is about all settings. */
	key?: string;
	/** The key, its value, and what is expected. */
	sentence: string;
}

/** @returns empty when the settings are valid */
export function mistakesIn(settings: unknown): Mistake[] {
	if (!isObject(settings) || Array.isArray(settings)) {
		const expected = 'expected `export default defineSettings({…})`';
		return [{sentence: `settings.ts exports no settings; ${expected}.`}];
	}
	const {issues = []} = v.safeParse(settingsSchema, settings);
	const {missing = [], wrong = []} = Object.groupBy(issues, ({path}) =>
		path!.at(-1)!.value === undefined ? 'missing' : 'wrong',
	);
	return [
		...missing.map(issue => mistake(keys(issue), `is missing; expected ${expectedBy(issue)}`)),
		...unknownKeys([], settings, settingsSchema as Part),
		...wrong.map(issue =>
			mistake(keys(issue), `is ${given(issue)}; expected ${expectedBy(issue)}`),
		),
	];
}

function mistake(keys: unknown[], what: string, hint = ''): Mistake {
	const key = keys.join('.');
	return {key, sentence: `settings.${key} ${what}.${hint}`};
}

function unknownKeys(at: string[], value: unknown, part: Part): Mistake[] {
	const {entries} = within(part);
	if (!entries || !isObject(value)) return [];
	return Object.entries(value).flatMap(([key, inner]) =>
		Object.hasOwn(entries, key)
			? unknownKeys([...at, key], inner, entries[key]!)
			: mistake([...at, key], 'is no setting', didYouMean(key, Object.keys(entries))),
	);
}

type Issue = v.BaseIssue<unknown>;

function keys({path}: Issue): unknown[] {
	return path!.map(({key}) => key);
}

/** Describes what the schema expects, since valibot reports a missing key only by its object. */
function expectedBy(issue: Issue): string {
	return partOf(issue).message ?? issue.message;
}

function given(issue: Issue): string {
	const {value} = issue.path!.at(-1)!;
	const {isSecret} = v.getMetadata(partOf(issue) as v.GenericSchema);
	if (isSecret) return value === '' ? 'empty' : `a ${typeof value}`;
	return JSON.stringify(value) ?? String(value);
}

function partOf({path}: Issue): Part {
	return path!.reduce<Part>(
		(part, {key}) => within(part.entries![key as string]!),
		settingsSchema as Part,
	);
}

function within(part: Part): Part {
	return part.wrapped ? within(part.wrapped) : (part.getter?.({}) ?? part);
}

function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}

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

/** @returns one sentence per mistake: the key, its value, what is expected; empty when valid */
export function mistakesIn(settings: unknown): string[] {
	if (!isObject(settings) || Array.isArray(settings)) {
		return ['settings.ts exports no settings; expected `export default defineSettings({…})`.'];
	}
	const {issues = []} = v.safeParse(settingsSchema, settings);
	const {missing = [], wrong = []} = Object.groupBy(issues, ({path}) =>
		path!.at(-1)!.value === undefined ? 'missing' : 'wrong',
	);
	return [
		...missing.map(issue => `${nameOf(issue)} is missing; expected ${expectedBy(issue)}.`),
		...unknownKeys('settings', settings, settingsSchema as Part),
		...wrong.map(issue => `${nameOf(issue)} is ${given(issue)}; expected ${expectedBy(issue)}.`),
	];
}

function unknownKeys(at: string, value: unknown, part: Part): string[] {
	const {entries} = within(part);
	if (!entries || !isObject(value)) return [];
	return Object.entries(value).flatMap(([key, inner]) =>
		Object.hasOwn(entries, key)
			? unknownKeys(`${at}.${key}`, inner, entries[key]!)
			: `${at}.${key} is no setting.${didYouMean(key, Object.keys(entries))}`,
	);
}

type Issue = v.BaseIssue<unknown>;

/** `settings.database.port` */
function nameOf({path}: Issue): string {
	return ['settings', ...path!.map(({key}) => key)].join('.');
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

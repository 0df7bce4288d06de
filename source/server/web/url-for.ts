import {AsyncLocalStorage} from 'node:async_hooks';
import {inspect} from 'node:util';
import {CommandError} from '../../errors/command-error.ts';
import {type Part, type Pattern, writeValue} from '../../project/apps/pattern.ts';
import type {UrlFor} from '../../project/apps/routes.ts';
import {didYouMean} from '../../words/closest.ts';

/** A named route with its full pattern. */
export interface NamedRoute {
	pattern: string;
	name?: string;
	compiled: Pattern;
}

/** Of all copies of this module in the process: a project may have loaded another one. */
interface Applications {
	/** That of the current request. */
	current: AsyncLocalStorage<UrlFor>;
	running: Set<UrlFor>;
}

const key = Symbol.for('quarterdeck.applications');
const shared = globalThis as {[key]?: Applications};
shared[key] ??= {current: new AsyncLocalStorage(), running: new Set()};
export const applications = shared[key];

/**
 * The URL of a named route, below the root of the site. Values are encoded. Templates have it as
 * `it.urlFor`. Outside of a request it asks the application of this process, if there is just one;
 * `context.urlFor` is always that of the context.
 * @param parameters the values of the route's parameters; optional ones may be left out
 * @returns `/books/1/`
 * @throws CommandError `url` if there is no such route, or a value is missing, wrong or too many
 * @example urlFor('book-detail', {id: 1})
 */
export function urlFor(...[name, parameters]: Parameters<UrlFor>): string {
	const {current, running} = applications;
	const [only, ...others] = running;
	const find = current.getStore() ?? (others.length === 0 ? only : undefined);
	if (find) return find(name, parameters);
	throw new CommandError(
		`urlFor('${name}') does not know which application is meant: ${running.size} run in this process.`,
		{code: 'url', hint: 'Call it while a request is answered, or call context.urlFor.'},
	);
}

/** `urlFor` of an application with these routes. */
export function urlsOf(routes: NamedRoute[]): UrlFor {
	const named = new Map(routes.flatMap(route => (route.name ? [[route.name, route]] : [])));
	return (name, parameters = {}) => {
		const route = named.get(name);
		if (route) return writeUrl(name, route, parameters);
		const names = [...named.keys()].sort();
		throw new CommandError(`There is no route named '${name}'.${didYouMean(name, names)}`, {
			code: 'url',
			hint: `The names are: ${names.join(', ')}.`,
		});
	};
}

function writeUrl(
	name: string,
	{pattern, compiled}: NamedRoute,
	values: Record<string, unknown>,
): string {
	const refuse = (what: string) =>
		new CommandError(`urlFor('${name}'): ${what}.`, {
			code: 'url',
			hint: `Its pattern is ${pattern}.`,
		});
	const known = compiled.parameters.map(parameter => parameter.name);
	const unknown = Object.keys(values).find(each => !known.includes(each));
	if (unknown !== undefined) throw refuse(`there is no parameter '${unknown}'`);
	const isGiven = (part: Part) =>
		typeof part === 'string' || Array.isArray(part) || values[part.name] !== undefined;
	const write = (part: Part): string => {
		if (typeof part === 'string') return part;
		if (Array.isArray(part)) return part.every(isGiven) ? part.map(write).join('') : '';
		const value = values[part.name];
		if (value === undefined || value === null) throw refuse(`'${part.name}' is missing`);
		const written = writeValue(part, value);
		if (written !== undefined) return written;
		throw refuse(`${inspect(value)} is no ${part.converter} for '${part.name}'`);
	};
	// Two slashes would begin the name of a host.
	return compiled.parts.map(write).join('').replace(/^\/\//, '/%2F');
}

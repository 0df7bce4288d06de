import {existsSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import {type Pattern, readPattern} from '../../project/apps/pattern.ts';
import {type Inclusion, methods, type Route, type Routes} from '../../project/apps/routes.ts';
import {importSource, resolveFromProject} from '../../project/import/import-source.ts';
import type {Project} from '../../project/project.ts';

/** A route with its full pattern. */
export interface LoadedRoute extends Route {
	compiled: Pattern;
	/** Absolute path of the list that has it. */
	file: string;
}

/** All routes with their full patterns, in the order in which they are tried. @throws CommandError */
export async function loadRoutes(project: Project): Promise<LoadedRoute[]> {
	return flatten('/', await importRoutes(project.settings.urls, project), project);
}

async function flatten(
	prefix: string,
	{routes, file}: RouteList,
	project: Project,
): Promise<LoadedRoute[]> {
	const flat: LoadedRoute[] = [];
	for (const route of routes) {
		const pattern = join(prefix, route.pattern);
		if (isInclusion(route)) {
			const {include} = route;
			const below =
				typeof include === 'string'
					? await importRoutes(include, project)
					: {routes: include, file};
			flat.push(...(await flatten(pattern, below, project)));
		} else flat.push({...route, pattern, file, compiled: readPattern(pattern)});
	}
	return flat;
}

function isInclusion(route: Route | Inclusion): route is Inclusion {
	return 'include' in route;
}

/** Joins the two with exactly one slash. */
function join(prefix: string, pattern: string): string {
	return `${prefix.replace(/\/$/, '')}/${pattern.replace(/^\//, '')}`;
}

interface RouteList {
	routes: Routes;
	file: string;
}

async function importRoutes(name: string, project: Project): Promise<RouteList> {
	const {root} = project;
	const file = /^\.|^\//.test(name) ? path.resolve(root, name) : resolveFromProject(name, root);
	if (!existsSync(file)) throw noSuchFile(name, file, project);
	const routes = (await importSource(file, root)).default;
	if (Array.isArray(routes) && routes.every(isRoute)) return {routes, file};
	throw new CommandError(`${path.relative(root, file)} exports no list of routes.`, {
		code: 'routes',
		hint: "Expected: export default [path('/', home)] satisfies Routes",
		file,
	});
}

function noSuchFile(
	name: string,
	file: string,
	{root, settings, settingsFile}: Project,
): CommandError {
	const isNamedBySettings = name === settings.urls;
	const where = isNamedBySettings ? 'settings.urls' : `include('${name}')`;
	return new CommandError(`${where}: there is no file ${path.relative(root, file)}.`, {
		code: 'routes',
		hint: 'Create it, or name another file. The server tries again when a source is saved.',
		...(isNamedBySettings && {file: settingsFile}),
	});
}

function isRoute(route: unknown): route is Route | Inclusion {
	if (typeof route !== 'object' || route === null) return false;
	const {pattern, view, include} = route as Partial<Route & Inclusion>;
	return typeof pattern === 'string' && (isView(view) || include !== undefined);
}

function isView(view: unknown): boolean {
	if (typeof view !== 'object' || view === null) return typeof view === 'function';
	const entries = Object.entries(view);
	const isKnown = ([method, each]: [string, unknown]) =>
		methods.some(known => known === method) && typeof each === 'function';
	return entries.length > 0 && entries.every(isKnown);
}

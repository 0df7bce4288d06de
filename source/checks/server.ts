import {loadMiddleware} from '../project/apps/middleware.ts';
import type {Route} from '../project/apps/routes.ts';
import type {Project} from '../project/project.ts';
import {loadRoutes} from '../server/web/load-routes.ts';
import {type CheckSite, findingOf} from './finding/check.ts';
import type {Finding} from './finding/finding.ts';
import {placeInSettings} from './finding/place-in-settings.ts';

/** Whether routes and middleware load, and the routes cover the URLs in the settings. */
export async function* checkServer({project}: CheckSite): AsyncGenerator<Finding> {
	yield* checkMiddleware(project);
	let routes: Route[];
	try {
		routes = await loadRoutes(project);
	} catch (error) {
		yield findingOf('urls.E001', error);
		return;
	}
	yield* twins(routes);
	yield* namesakes(routes);
	yield* deadEnds(project, routes);
}

async function* checkMiddleware({apps, root}: Project): AsyncGenerator<Finding> {
	for (const app of apps) {
		try {
			await loadMiddleware(app, root);
		} catch (error) {
			yield findingOf('server.E001', error);
		}
	}
}

function* twins(routes: Route[]): Generator<Finding> {
	for (const [index, {pattern, view}] of routes.entries()) {
		const earlier = routes.slice(0, index).filter(other => other.pattern === pattern);
		if (!earlier.some(other => sharesMethod(other.view, view))) continue;
		yield {
			id: 'urls.W001',
			level: 'warning',
			message: `Two routes have the pattern ${pattern}: the second is only reached when the first calls next().`,
			hint: 'Take one of them out.',
		};
	}
}

/** A view that is a function answers all methods. */
function sharesMethod(a: Route['view'], b: Route['view']): boolean {
	return typeof a === 'function' || typeof b === 'function' || Object.keys(a).some(key => key in b);
}

/** `urlFor` would find the last one. */
function* namesakes(routes: Route[]): Generator<Finding> {
	const first = new Map<string, string>();
	for (const {name, pattern} of routes) {
		if (name === undefined) continue;
		const other = first.get(name);
		first.set(name, other ?? pattern);
		if (other === undefined) continue;
		yield {
			id: 'urls.W005',
			level: 'warning',
			message: `Two routes have the name '${name}': ${other} and ${pattern}.`,
			hint: 'Rename one of them: urlFor cannot tell them apart.',
		};
	}
}

/** Login redirects lead to existing pages. */
function* deadEnds(project: Project, routes: Route[]): Generator<Finding> {
	if (!project.apps.some(({name}) => name === 'quarterdeck/auth')) return;
	const ends = {
		loginUrl: ['urls.W002', 'Who has to log in'],
		loginRedirectUrl: ['urls.W003', 'Who has logged in'],
		logoutRedirectUrl: ['urls.W004', 'Who has logged out'],
	} as const;
	for (const [key, [id, who]] of Object.entries(ends)) {
		const url = project.settings[key as keyof typeof ends];
		const place = placeInSettings(project, key);
		// The default page after login comes last, and its absence is reported on the page itself.
		if (key !== 'loginUrl' && place.line === undefined) continue;
		if (routes.some(({pattern}) => answers(pattern, url))) continue;
		yield {
			id,
			level: 'warning',
			message: `${who} is sent to ${url}, and no route leads there.`,
			hint: `Add a route, or set ${key} in the settings.`,
			...place,
		};
	}
}

/** Compares only the part of a pattern before its first parameter. */
function answers(pattern: string, url: string): boolean {
	const path = url.replace(/[?#].*$/, '');
	const fixed = pattern.replace(/[<:*{].*$/, '');
	return fixed === pattern ? path === pattern : path.startsWith(fixed);
}

import type {EntityManager} from '@mikro-orm/core';
import type {Context as KoaContext, Next} from 'koa';
import type {CompleteSettings} from '../settings/settings.ts';

/** What a view gets: Koa's context, and what Quarterdeck lays beside it. */
export interface Context extends KoaContext {
	/** A fork of the project's EntityManager for this request alone. */
	em: EntityManager;
	settings: CompleteSettings;
	/** The values of the route's `:parameters`. */
	params: Record<string, string>;
	/** The visitor's session when the sessions app is installed. Setting it to null ends it. */
	session?: Session | null;
	/**
	 * What every template of this request gets besides what `render` is given; a middleware adds to
	 * it. A function is called, and awaited, when a template is drawn.
	 */
	templateValues: Record<string, unknown>;
	/**
	 * Answers with a template, found in the settings' `templates` and then in each app's
	 * `templates/`: `render('accounts/home.html', {greeting: 'Ahoy'})`. Values are escaped.
	 */
	render(template: string, values?: Record<string, unknown>): Promise<void>;
}

/** What a visitor brings back at the next request; stored once something is put into it. */
export interface Session {
	[name: string]: unknown;
	/** True until it has been stored. */
	readonly isNew: boolean;
	/** The id in the visitor's cookie: a secret. */
	readonly externalKey?: string;
	/** Goes on under another id: whoever knew the old one knows nothing. */
	regenerate(): Promise<void> | undefined;
}

/** A Koa middleware that answers a request. */
export type View = (context: Context, next: Next) => unknown;

export interface Route {
	/** As @koa/router reads it: `/posts/:id`. */
	pattern: string;
	view: View;
	name?: string;
}

/** Routes that live elsewhere, below a prefix. */
export interface Inclusion {
	pattern: string;
	include: string | Routes;
}

export type Routes = (Route | Inclusion)[];

/**
 * A route, or with `include` all routes below a prefix.
 * @example path('/account/', home, {name: 'home'})
 * @example path('/accounts/', include('quarterdeck/auth/urls'))
 */
export function path(pattern: string, to: View, options?: {name?: string}): Route;
export function path(pattern: string, to: Pick<Inclusion, 'include'>): Inclusion;
export function path(
	pattern: string,
	to: View | Pick<Inclusion, 'include'>,
	options: {name?: string} = {},
): Route | Inclusion {
	return typeof to === 'function' ? {pattern, view: to, ...options} : {pattern, ...to};
}

/** @param routes a file of the project (`./accounts/urls.ts`), a package's (`quarterdeck/auth/urls`), or a list */
export function include(routes: string | Routes): Pick<Inclusion, 'include'> {
	return {include: routes};
}

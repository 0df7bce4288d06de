import type {EntityManager} from '@mikro-orm/core';
import type {Context as KoaContext, Next} from 'koa';
import type {CompleteSettings} from '../settings/settings.ts';

/** What a view gets: Koa's context with Quarterdeck's additions. */
export interface Context extends KoaContext {
	/** A fork of the project's EntityManager for this request. */
	em: EntityManager;
	settings: CompleteSettings;
	/** The values of the route's `:parameters`. */
	params: Record<string, string>;
	/** The visitor's session, if the sessions app is installed. Set it to null to end it. */
	session?: Session | null;
	/**
	 * Values for every template of this request, besides those given to `render`; middleware adds to
	 * it. A function is called and awaited when a template is rendered.
	 */
	templateValues: Record<string, unknown>;
	/**
	 * Renders a template from the settings' `templates` or from an app's
	 * `templates/`: `render('accounts/home.html', {greeting: 'Ahoy'})`. Values are escaped.
	 */
	render(template: string, values?: Record<string, unknown>): Promise<void>;
}

/** Data kept for a visitor between requests. It is stored once it has a value. */
export interface Session {
	[name: string]: unknown;
	/** True until it is stored. */
	readonly isNew: boolean;
	/** The id in the visitor's cookie: a secret. */
	readonly externalKey?: string;
	/** Continues under a new id; the old id becomes invalid. */
	regenerate(): Promise<void> | undefined;
}

/** A Koa middleware that answers a request. */
export type View = (context: Context, next: Next) => unknown;

export interface Route {
	/** In @koa/router's syntax: `/posts/:id`. */
	pattern: string;
	view: View;
	name?: string;
}

/** Routes of another module, below a prefix. */
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

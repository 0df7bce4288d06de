import type {EntityManager} from '@mikro-orm/core';
import type {ExtendableContext, Request as KoaRequest, Next} from 'koa';
import type {CompleteSettings} from '../settings/settings.ts';
import type {PathParameters} from './pattern-types.ts';
import type {CurrentUser, Session, State, Templates} from './project-types.ts';

/**
 * What a view gets: Koa's context with Quarterdeck's additions.
 * @typeParam P the route's pattern, or its parameters; a function for any route needs neither
 * @example Context<'/books/<int:id>/'>
 * @example Context<{id: number}>
 */
export type Context<P = Record<string, unknown>> = RequestContext<
	P extends string ? PathParameters<P> : P
>;

/** The context of a view behind `loginRequired`. */
export type LoggedIn<P = Record<string, unknown>> = Context<P> & {state: {user: CurrentUser}};

export interface RequestContext<P> extends ExtendableContext {
	/** A fork of the project's EntityManager for this request. */
	em: EntityManager;
	settings: CompleteSettings;
	/** The values of the route's parameters. */
	params: P;
	request: Request;
	state: State;
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
	render<Template extends string>(
		template: Template,
		...values: Template extends keyof Templates
			? [values: Templates[Template]]
			: [values?: Record<string, unknown>]
	): Promise<void>;
	/** `urlFor` of this application. */
	urlFor: UrlFor;
}

export interface Request extends KoaRequest {
	/**
	 * The fields of a form, or what was sent as JSON, unvalidated; empty if neither was sent. JSON may
	 * also be a list: see `Array.isArray`.
	 */
	body: Record<string, unknown>;
}

/** @see urlFor */
export type UrlFor = (
	name: string,
	parameters?: Record<string, string | number | bigint | undefined>,
) => string;

/** A Koa middleware that answers a request. */
export type View<P = Record<string, unknown>> = (context: Context<P>, next: Next) => unknown;

export const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** A view for each method. HEAD is answered like GET, OPTIONS with the methods. */
export type Views<P = Record<string, unknown>> = {[Method in (typeof methods)[number]]?: View<P>};

/** @typeParam Prefix the parameters that the prefixes of `include` must have, or their pattern */
export interface Route<Prefix = unknown> {
	/** `/books/<int:id>/`; @koa/router's `/books/:id/` means `<str:id>`. */
	pattern: string;
	view: View<any> | Views<any>;
	name?: string;
	/** Never set: only the type is of use. */
	readonly prefix?: (parameters: Prefix) => void;
}

/** Routes of another module, below a prefix. */
export interface Inclusion<Prefix = unknown> {
	pattern: string;
	include: string | Routes<any>;
	readonly prefix?: (parameters: Prefix) => void;
}

/**
 * A list of routes.
 * @typeParam P the prefix below which it is included, if that has parameters: `Routes<'/shops/<int:shop>/'>`
 */
export type Routes<P = unknown> = (
	| Route<P extends string ? PathParameters<P> : P>
	| Inclusion<P extends string ? PathParameters<P> : P>
)[];

/**
 * A route to a view or to one view per method, or with `include` all routes below a prefix. The
 * converters are `int`, `str`, `slug`, `uuid` and `path`, as Django's. A URL that they do not match is
 * answered with 404, and a method without a view with 405.
 * @param pattern below the prefixes of `include`
 * @param options.name for `urlFor`
 * @example path('/account/', home, {name: 'home'})
 * @example path('/books/<int:id>/', context => context.render('book.html', {id: context.params.id}))
 * @example path('/books/', {get: list, post: create}, {name: 'books'})
 * @example path('/accounts/', include('quarterdeck/auth/urls'))
 */
export function path<const Pattern extends string>(
	pattern: Pattern,
	to: Views<PathParameters<Pattern>> | View<PathParameters<Pattern>>,
	options?: {name?: string},
): Route;
export function path(pattern: string, to: Pick<Inclusion, 'include'>): Inclusion;
export function path<const Pattern extends string, Prefix>(
	pattern: Pattern,
	to:
		| Views<PathParameters<Pattern> & NoInfer<Prefix>>
		| View<PathParameters<Pattern> & NoInfer<Prefix>>,
	options?: {name?: string},
): Route<Prefix>;
export function path(
	pattern: string,
	to: Route['view'] | Pick<Inclusion, 'include'>,
	options: {name?: string} = {},
): Route | Inclusion {
	return 'include' in to ? {pattern, include: to.include} : {pattern, view: to, ...options};
}

/** @param routes a file of the project (`./accounts/urls.ts`), a package's (`quarterdeck/auth/urls`), or a list */
export function include(routes: string | Routes<any>): Pick<Inclusion, 'include'> {
	return {include: routes};
}

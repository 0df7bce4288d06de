import {Router, type RouterMiddleware} from '@koa/router';
import type {Next} from 'koa';
import type {Middleware} from '../../project/apps/middleware.ts';
import {valuesIn} from '../../project/apps/pattern.ts';
import type {Context, View} from '../../project/apps/routes.ts';
import {protectedFromCsrf} from './csrf.ts';
import type {LoadedRoute} from './load-routes.ts';

/** Answers with the views of the routes, in their order. */
export function routing(routes: LoadedRoute[]): Middleware[] {
	const router = new Router({sensitive: true});
	for (const {compiled, view} of routes) {
		const answerWith = (view: View) => {
			const guarded = protectedFromCsrf(view);
			return ((context: Context, next: Next) => {
				context.params = valuesIn(compiled, context.path);
				return guarded(context, next);
			}) as unknown as RouterMiddleware;
		};
		const {regexp} = compiled;
		if (typeof view === 'function') router.all(regexp, answerWith(view));
		else {
			for (const [method, each] of Object.entries(view))
				router.register(regexp, [method], answerWith(each), {pathAsRegExp: true});
		}
	}
	return [router.routes() as unknown as Middleware, otherMethods(router), addSlash(router)];
}

/** Where the routes that match have views for other methods, says which. */
function otherMethods(router: Router): Middleware {
	return (context, next) => {
		const {path, pathAndMethod} = router.match(context.path, context.method);
		if (path.length === 0 || pathAndMethod.length > 0) return next();
		const allowed = [...new Set(path.flatMap(route => route.methods)), 'OPTIONS'].join(', ');
		if (context.method !== 'OPTIONS') context.throw(405, {headers: {Allow: allowed}});
		context.set('Allow', allowed);
		context.status = 204;
	};
}

/** Redirects `/account` to `/account/` if only the latter is a page. */
function addSlash(router: Router): Middleware {
	return (context, next) => {
		const {path: wanted, method, search} = context;
		const isRead = method === 'GET' || method === 'HEAD';
		if (!isRead || wanted.endsWith('/') || wanted.startsWith('//')) return next();
		if (router.match(wanted, method).route || !router.match(`${wanted}/`, method).route)
			return next();
		context.status = 301;
		context.redirect(`${wanted}/${search}`);
	};
}

import type Koa from 'koa';
import type {Next} from 'koa';
import type {CompleteSettings} from '../settings/settings.ts';
import type {Context} from './routes.ts';

/** What an app's `middleware.ts` is given when the server starts. */
export interface Site {
	settings: CompleteSettings;
	application: Koa;
}

/**
 * The default export of an app's `middleware.ts`. What it returns runs at every request, in the
 * order of the settings' apps, after the host was checked and before the CSRF token is.
 * @example export default (): Middleware => async (context, next) => { …; await next(); }
 */
export type AppMiddleware = (site: Site) => Middleware | Promise<Middleware>;

export type Middleware = (context: Context, next: Next) => unknown;

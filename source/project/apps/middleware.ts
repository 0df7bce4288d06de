import type Koa from 'koa';
import type {Next} from 'koa';
import type {CompleteSettings} from '../settings/settings.ts';
import type {Context} from './routes.ts';

/** What `middleware.ts` of an app gets when the server starts. */
export interface Site {
	settings: CompleteSettings;
	application: Koa;
}

/**
 * The default export of an app's `middleware.ts`. The function it returns runs for every request, in
 * the order of the settings' apps, after the host check and before the CSRF check.
 * @example export default (): Middleware => async (context, next) => { …; await next(); }
 */
export type AppMiddleware = (site: Site) => Middleware | Promise<Middleware>;

export type Middleware = (context: Context, next: Next) => unknown;

import path from 'node:path';
import type Koa from 'koa';
import type {Next} from 'koa';
import {CommandError} from '../../errors/command-error.ts';
import {importSource} from '../import/import-source.ts';
import type {CompleteSettings} from '../settings/settings.ts';
import {type App, sourceIn} from './app-registry.ts';
import type {Context} from './routes.ts';

/** What `middleware.ts` of an app gets when the server starts. */
export interface Site {
	settings: CompleteSettings;
	application: Koa;
	/** Writes one line to the server's log, without control characters. */
	log(line: string): void;
}

/**
 * The default export of an app's `middleware.ts`. The function it returns runs for every request, in
 * the order of the settings' apps, after the host check and before the CSRF check.
 * @example export default (): Middleware => async (context, next) => { …; await next(); }
 */
export type AppMiddleware = (site: Site) => Middleware | Promise<Middleware>;

/** A Koa middleware that gets the same context as a view. It answers, or awaits `next()`. */
export type Middleware = (context: Context, next: Next) => unknown;

/**
 * What an app's `middleware.ts` exports; undefined where there is no such file.
 * @throws CommandError `middleware` when it is no function, or why the file cannot be imported
 */
export async function loadMiddleware(
	{folder}: App,
	root: string,
): Promise<AppMiddleware | undefined> {
	const file = sourceIn(folder, 'middleware');
	if (!file) return undefined;
	const make = (await importSource(file, root)).default;
	if (typeof make === 'function') return make as AppMiddleware;
	throw new CommandError(`${path.relative(root, file)} does not export a middleware.`, {
		code: 'middleware',
		hint: 'Expected: export default (site: Site): Middleware => async (context, next) => { … }',
		file,
	});
}

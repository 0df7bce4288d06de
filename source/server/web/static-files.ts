import {existsSync, realpathSync} from 'node:fs';
import path from 'node:path';
import serve from 'koa-static';
import type {Middleware} from '../../project/apps/middleware.ts';
import type {Project} from '../../project/project.ts';

const prefix = '/static';

/**
 * Serves `/static/…` from the project's `static/`, then from each app's. Hidden files are not served, nor what
 * a symbolic link names outside of the project and the app.
 */
export function staticFiles({root, apps}: Project): Middleware {
	const servers = staticFolders({root, apps}).map(folder => {
		const setHeaders = (_: unknown, file: string) => {
			if (!isWithin(file, [root, path.dirname(folder)])) throw missing();
		};
		return serve(folder, {index: false, setHeaders}) as Middleware;
	});
	return async (context, next) => {
		const asked = context.path;
		if (!asked.startsWith(`${prefix}/`)) return next();
		try {
			context.path = asked.slice(prefix.length);
			for (const server of servers) {
				await server(context, async () => {});
				if (context.body) return;
				// Of a compressed file that is not served.
				context.remove('Content-Encoding');
			}
		} finally {
			context.path = asked;
		}
		return next();
	};
}

/** Those that exist, the project's first. */
export function staticFolders({root, apps}: Pick<Project, 'root' | 'apps'>): string[] {
	return [root, ...apps.map(({folder}) => folder)]
		.map(folder => path.join(folder, 'static'))
		.filter(existsSync);
}

/** Hidden, or outside. */
const notServed = /(?:^|[\\/])\.(?!pnpm[\\/])/;

/** Whether a file's real place is in one of the folders, and hidden in none of them. */
export function isWithin(file: string, folders: string[]): boolean {
	const place = realpathSync(file);
	return folders.some(folder => {
		const inside = path.relative(realpathSync(folder), place);
		return !path.isAbsolute(inside) && !notServed.test(inside);
	});
}

/** As for a file that is not there. */
function missing(): Error {
	return Object.assign(new Error('Not Found'), {status: 404});
}

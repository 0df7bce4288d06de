import {existsSync} from 'node:fs';
import path from 'node:path';
import serve from 'koa-static';
import type {Middleware} from '../../project/apps/middleware.ts';
import type {Project} from '../../project/project.ts';

const prefix = '/static';

/** Serves `/static/…` from the project's `static/`, then from each app's. Hidden files are not served. */
export function staticFiles({root, apps}: Project): Middleware {
	const folders = [root, ...apps.map(({folder}) => folder)]
		.map(folder => path.join(folder, 'static'))
		.filter(existsSync);
	const servers = folders.map(folder => serve(folder, {index: false})) as Middleware[];
	return async (context, next) => {
		const asked = context.path;
		if (!asked.startsWith(`${prefix}/`)) return next();
		try {
			context.path = asked.slice(prefix.length);
			for (const server of servers) {
				await server(context, async () => {});
				if (context.body) return;
			}
		} finally {
			context.path = asked;
		}
		return next();
	};
}

import type {IncomingMessage} from 'node:http';
import type Koa from 'koa';
import {importFromProject, importSource} from '../project/import-source.ts';
import type {Project} from '../project/open.ts';
import type {Route, Routes} from '../project/routes.ts';

/** A stand-in until the real application is merged: plain routes of `urls.ts`, nothing else. */
export async function createApplication(
	project: Project,
): Promise<{app: Koa; close(): Promise<void>}> {
	const {default: KoaClass} = await importFromProject('koa', project.root);
	const urls = new URL(project.settings.urls, `file://${project.root}/`).pathname;
	const routes = (await importSource(urls, project.root)).default as Routes;
	const app: Koa = new KoaClass();
	app.use(async (context: any, next) => {
		const route = routes.find(({pattern}) => pattern === context.path) as Route | undefined;
		log(context.req, route ? 200 : 404);
		await route?.view?.(context, next);
	});
	return {app, close: async () => {}};
}

function log(request: IncomingMessage, status: number): void {
	process.stdout.write(`[now] "${request.method} ${request.url} HTTP/1.1" ${status} 0 1ms\n`);
}

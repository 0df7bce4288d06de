import {createServer} from 'node:http';
import type {Project} from '../project/open.ts';
import type {ListenHook} from './listen-hook.ts';
import type {Order} from './messages.ts';
import type {Serving} from './serving.ts';

/** The settings' routes, as a Koa application of ours. */
export async function serveProject(
	project: Project,
	{listen}: Order,
	hook: ListenHook,
): Promise<Serving> {
	const {createApplication} = await import('./application.ts');
	const {app, close} = await createApplication(project);
	await hook.listenFor(createServer(app.callback()), listen);
	return {readsTemplates: project.settings.debug, close};
}

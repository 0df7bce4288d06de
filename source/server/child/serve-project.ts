import {createServer} from 'node:http';
import type {Project} from '../../project/open/open.ts';
import type {Order} from '../control/messages.ts';
import type {ListenHook} from './listen-hook.ts';
import type {Serving} from './serving.ts';

/** The settings' routes, as a Koa application of ours. */
export async function serveProject(
	project: Project,
	{listen}: Order,
	hook: ListenHook,
): Promise<Serving> {
	const {createApplication} = await import('../web/application.ts');
	const {app, close} = await createApplication(project);
	await hook.listenFor(createServer(app.callback()), listen);
	return {readsTemplates: project.settings.debug, close};
}

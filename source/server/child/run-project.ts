import {createServer} from 'node:http';
import type {Project} from '../../project/project.ts';
import type {Order} from '../control/messages.ts';
import type {ListenHook} from './listen-hook.ts';
import type {RunningApplication} from './running-application.ts';

/** Serves the routes of the settings with our Koa application. */
export async function runProject(
	project: Project,
	{listen}: Order,
	hook: ListenHook,
): Promise<RunningApplication> {
	const {createKoaApplication} = await import('../web/application.ts');
	const {app, close} = await createKoaApplication(project);
	await hook.listenFor(createServer(app.callback()), listen);
	return {readsTemplates: project.settings.debug, close};
}

import {createServer} from 'node:http';
import type {Project} from '../../project/project.ts';
import type {Order} from '../control/messages.ts';
import type {ListenHook} from './listen-hook.ts';

/** Serves the routes of the settings with our Koa application. @returns closes its database */
export async function runProject(
	project: Project,
	{listen}: Order,
	hook: ListenHook,
): Promise<() => Promise<void>> {
	const {createKoaApplication} = await import('../web/application.ts');
	const {app, close} = await createKoaApplication(project);
	await hook.listenFor(createServer(app.callback()), listen);
	return close;
}

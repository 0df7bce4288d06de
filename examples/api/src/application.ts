import {json} from 'node:stream/consumers';
import type {MikroORM} from '@mikro-orm/sqlite';
import Koa, {type Context} from 'koa';
import {Task} from './task.ts';

/** GET /tasks lists the tasks, POST /tasks adds one: `{"title": "Water the plants"}`. */
export function createApplication(orm: MikroORM): Koa {
	const app = new Koa();
	app.use(async context => {
		if (context.path !== '/tasks') return context.throw(404);
		const em = orm.em.fork();
		if (context.method === 'GET') {
			context.body = await em.findAll(Task, {orderBy: {id: 'asc'}});
		} else if (context.method === 'POST') {
			const task = em.create(Task, {title: await titleOf(context)});
			await em.flush();
			context.status = 201;
			context.body = task;
		} else context.throw(405);
	});
	return app;
}

async function titleOf(context: Context): Promise<string> {
	const body = await json(context.req).catch(() => undefined);
	const title = (body as {title?: unknown} | undefined)?.title;
	if (typeof title === 'string' && title !== '') return title;
	return context.throw(400, 'Expected a JSON object with a title.');
}

import {IncomingMessage, ServerResponse} from 'node:http';
import {Socket} from 'node:net';
import Koa from 'koa';
import type {Context} from '../../source/project/apps/routes.ts';
import {withDefaults} from '../../source/project/settings/settings.ts';

export interface Request {
	method?: string;
	/** `/account/?page=2` */
	url?: string;
	headers?: Record<string, string>;
	/** The peer's IP address; default 127.0.0.1. */
	from?: string;
	settings?: Partial<Context['settings']>;
}

/** Koa's own context for a request that comes over no network. */
export function contextOf({
	method = 'GET',
	url = '/',
	headers = {},
	from,
	settings,
}: Request = {}): Context {
	const socket = new Socket();
	Object.defineProperty(socket, 'remoteAddress', {value: from ?? '127.0.0.1'});
	const request = new IncomingMessage(socket);
	Object.assign(request, {method, url, headers: {host: 'localhost:8000', ...headers}});
	request.rawHeaders = Object.entries(request.headers).flatMap(([name, value]) => [
		name,
		String(value),
	]);
	const context = new Koa().createContext(request, new ServerResponse(request)) as Context;
	const database = {driver: 'sqlite', name: ':memory:'} as const;
	// As Koa does for each request.
	context.res.statusCode = 404;
	context.settings = {
		...withDefaults({apps: [], database, secretKey: 'a-secret-key-of-the-tests'}, '/srv/books'),
		...settings,
	};
	return context;
}

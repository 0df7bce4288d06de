import type {EntityManager} from '@mikro-orm/core';
import {Cookies} from './cookies.ts';
import {filledIn} from './fill-in.ts';
import {TestResponse} from './response.ts';
import type {Order, Site} from './site.ts';

type Field = string | number | boolean | readonly string[];

/** The fields of a form, or `{json: …}`. */
export type Body = Record<string, Field> | URLSearchParams | FormData | {json: unknown};

export interface RequestOptions {
	headers?: Record<string, string>;
	/** Follows redirects. Default: no. */
	follow?: boolean;
	/** `false` sends no CSRF token, as another site would. */
	csrf?: boolean;
}

const mostRedirects = 20;
const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/** A browser without a screen, with cookies of its own. Its URLs are paths on the site: `/books/`. */
export class TestClient {
	readonly cookies = new Cookies();
	readonly #site: Site;

	/** @internal */
	constructor(site: Site) {
		this.#site = site;
	}

	/**
	 * An EntityManager of the same database. It forgets what it has read after each request, so that the next read shows
	 * what the request did: flush before.
	 */
	get em(): EntityManager {
		return this.#site.em;
	}

	get(url: string, options?: RequestOptions): Promise<TestResponse> {
		return this.request('GET', url, undefined, options);
	}

	post(url: string, body: Body = {}, options?: RequestOptions): Promise<TestResponse> {
		return this.request('POST', url, body, options);
	}

	put(url: string, body: Body = {}, options?: RequestOptions): Promise<TestResponse> {
		return this.request('PUT', url, body, options);
	}

	patch(url: string, body: Body = {}, options?: RequestOptions): Promise<TestResponse> {
		return this.request('PATCH', url, body, options);
	}

	delete(url: string, body?: Body, options?: RequestOptions): Promise<TestResponse> {
		return this.request('DELETE', url, body, options);
	}

	/**
	 * Sends a request, by default with the CSRF token that a form of this visitor would have.
	 * @throws what the view throws, unless it is an HTTP error such as `context.throw(403)`; Error where redirects do not end
	 */
	async request(
		method: string,
		url: string,
		body?: Body,
		{headers = {}, follow = false, csrf = true}: RequestOptions = {},
	): Promise<TestResponse> {
		const seen = [url];
		for (;;) {
			const order = {csrf: csrf && !safeMethods.includes(method)};
			const response = await this.#send(method, seen.at(-1)!, order, headers, body);
			const {status, redirectedTo} = response;
			if (!follow || !redirectedTo?.startsWith('/')) return response;
			seen.push(redirectedTo);
			if (seen.length > mostRedirects)
				throw new Error(`The redirects do not end: ${seen.slice(0, 5).join(' → ')} → …`);
			if (status !== 307 && status !== 308) {
				if (method !== 'HEAD') method = 'GET';
				body = undefined;
			}
		}
	}

	/**
	 * Fills in a form of a page, and sends it with its own CSRF token.
	 * @param values fields to change; the others keep the values that the page gives them
	 * @param options.form `#id`, or the form's action; needed where the page has several
	 * @throws Error if there is no such form or field
	 */
	submit(
		response: TestResponse,
		values: Record<string, Field> = {},
		{form, ...options}: RequestOptions & {form?: string} = {},
	): Promise<TestResponse> {
		const {method, url, body} = filledIn(response, entriesOf(values), form);
		return this.request(method, url, body, {csrf: false, ...options});
	}

	/**
	 * Logs a user in, without the password: the session is a real one.
	 * @param user an entity, or a name
	 * @throws Error if there is no such user, or it is not active; or without the apps auth and sessions
	 */
	async login({username}: {username: string}): Promise<void> {
		await this.#send('GET', '/', {csrf: false, login: username});
	}

	/** Forgets all cookies, as a browser does that is closed. The session is deleted with the database. */
	logout(): void {
		this.cookies.clear();
	}

	/** Another visitor of the same site and database. */
	visitor(): TestClient {
		return new TestClient(this.#site);
	}

	/** Puts the database back to what it is after all migrations, and forgets the cookies. */
	async reset(): Promise<void> {
		this.cookies.clear();
		await this.#site.reset();
	}

	/** Closes the application and drops the database. */
	async close(): Promise<void> {
		await this.#site.close();
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.close();
	}

	async #send(
		method: string,
		path: string,
		order: Order,
		headers: Record<string, string> = {},
		body?: Body,
	): Promise<TestResponse> {
		const url = new URL(path, this.#site.url);
		if (url.origin !== this.#site.url)
			throw new Error(`'${path}' is not a path on this site, such as '/books/'.`);
		const cookie = this.cookies.header(url.pathname);
		const {type, content} = contentOf(body);
		const response = await this.#site.answer(order, {
			url,
			method,
			body: content,
			headers: {
				'Sec-Fetch-Site': 'same-origin',
				...(cookie && {Cookie: cookie}),
				...(type && {'Content-Type': type}),
				...headers,
			},
		});
		this.cookies.take(response.headers.getSetCookie());
		return new TestResponse(response, url, await response.arrayBuffer());
	}
}

function contentOf(body?: Body): {type?: string; content?: string | URLSearchParams | FormData} {
	if (body === undefined || body instanceof URLSearchParams || body instanceof FormData)
		return {content: body};
	if ('json' in body && typeof body.json !== 'string')
		return {type: 'application/json', content: JSON.stringify(body.json)};
	return {content: new URLSearchParams(entriesOf(body as Record<string, Field>))};
}

function entriesOf(fields: Record<string, Field>): [string, string][] {
	return Object.entries(fields).flatMap(([name, value]) =>
		[value].flat().map((one): [string, string] => [name, String(one)]),
	);
}

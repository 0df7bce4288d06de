import {connect} from 'node:net';

/** A visitor with a cookie jar, who follows nothing by itself. */
export class Visitor {
	readonly cookies = new Map<string, string>();
	readonly #origin: string;
	readonly #headers: Record<string, string>;

	/** @param headers sent with every request */
	constructor(origin: string, headers: Record<string, string> = {}) {
		this.#origin = origin;
		this.#headers = headers;
	}

	async get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
		return this.#send(path, {headers});
	}

	/** Posts a form as a browser does. */
	async post(
		path: string,
		fields: Record<string, string>,
		headers: Record<string, string> = {},
	): Promise<Answer> {
		return this.#send(path, {
			method: 'POST',
			body: new URLSearchParams(fields),
			headers: {origin: this.#origin, ...this.#headers, ...headers},
		});
	}

	/** Gets the page of a form, and posts it with its token. */
	async submit(path: string, fields: Record<string, string>): Promise<Answer> {
		const {body} = await this.get(path);
		return this.post(path, {...hiddenFields(body), ...fields});
	}

	logIn(username: string, password: string, path = '/accounts/login/'): Promise<Answer> {
		return this.submit(path, {username, password});
	}

	async #send(path: string, init: RequestInit): Promise<Answer> {
		const cookie = [...this.cookies].map(pair => pair.join('=')).join('; ');
		const response = await fetch(this.#origin + path, {
			redirect: 'manual',
			...init,
			headers: {
				...this.#headers,
				...(cookie && {cookie}),
				...(init.headers as Record<string, string>),
			},
		});
		for (const set of response.headers.getSetCookie()) this.#keep(set);
		return {
			status: response.status,
			location: response.headers.get('location'),
			headers: response.headers,
			body: await response.text(),
		};
	}

	#keep(set: string): void {
		const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
		if (value === '' || /expires=Thu, 01 Jan 1970/i.test(set)) this.cookies.delete(name!);
		else this.cookies.set(name!, value!);
	}
}

export interface Answer {
	status: number;
	location: string | null;
	headers: Headers;
	body: string;
}

export function hiddenFields(html: string): Record<string, string> {
	return Object.fromEntries(
		[
			...html.matchAll(
				/<input type="hidden" name="([^"]+)" (?:autocomplete="[^"]*" )?value="([^"]*)"/g,
			),
		].map(([, name, value]) => [name!, value!]),
	);
}

/** What a reader sees of a page. */
export function textOf(html: string): string {
	return html
		.replace(/<(style|script)[\s\S]*?<\/\1>/g, '')
		.replace(/<[^>]+>/g, '')
		.replaceAll('&#39;', "'")
		.replaceAll('&quot;', '"')
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&amp;', '&')
		.replace(/\s+/g, ' ');
}

/** Sends a request that no well-behaved client sends. @returns the whole answer */
export function rawRequest(port: string, head: string): Promise<string> {
	return new Promise((resolve, reject) => {
		let answer = '';
		const socket = connect(Number(port), '127.0.0.1');
		socket.on('error', reject).on('end', () => resolve(answer));
		socket.setEncoding('latin1').on('data', text => {
			answer += text;
		});
		socket.end(`${head}Connection: close\r\n\r\n`, 'latin1');
	});
}

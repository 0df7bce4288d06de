/** An answer of the application, read to its end. */
export class TestResponse {
	readonly status: number;
	readonly headers: Headers;
	/** What was asked last: `/books/?page=2`. */
	readonly url: string;
	/** Where it redirects to: a path on this site, or the URL of another one. */
	readonly redirectedTo: string | undefined;
	readonly body: Buffer;

	/** @param url absolute */
	constructor({status, headers}: Response, url: URL, body: ArrayBuffer) {
		this.status = status;
		this.headers = headers;
		this.url = `${url.pathname}${url.search}`;
		this.body = Buffer.from(body);
		const location = status >= 300 && status < 400 ? headers.get('Location') : null;
		const target = location === null ? undefined : new URL(location, url);
		this.redirectedTo =
			target?.origin === url.origin ? target.href.slice(url.origin.length) : target?.href;
	}

	text(): string {
		return this.body.toString('utf8');
	}

	/** @throws SyntaxError if it is no JSON */
	json(): any {
		return JSON.parse(this.text());
	}
}

/** A cookie as the application has set it. */
export interface Cookie {
	value: string;
	/** Default: `/`. */
	path: string;
	httpOnly: boolean;
	secure: boolean;
	/** `lax`, `strict` or `none`, in lower case. */
	sameSite: string | undefined;
	/** Undefined: until the browser is closed. */
	expires: Date | undefined;
}

/** What a browser keeps of one site. Secure cookies are sent as well: the client speaks http. */
export class Cookies extends Map<string, Cookie> {
	/** @param lines `Set-Cookie` headers */
	take(lines: string[]): void {
		for (const line of lines) {
			const [name, cookie] = read(line);
			if (cookie.expires && cookie.expires.getTime() <= Date.now()) this.delete(name);
			else this.set(name, cookie);
		}
	}

	/** The `Cookie` header for a path. */
	header(path: string): string {
		return [...this]
			.filter(([, cookie]) => `${path}/`.startsWith(cookie.path.replace(/\/?$/, '/')))
			.map(([name, {value}]) => `${name}=${value}`)
			.join('; ');
	}
}

function read(line: string): [name: string, cookie: Cookie] {
	const [[name, value], ...others] = line.split(';').map(parted) as [[string, string]];
	const attributes = new Map(
		(others as [string, string][]).map(([key, of]) => [key.toLowerCase(), of]),
	);
	const age = attributes.get('max-age');
	const date = attributes.get('expires');
	const expires =
		age === undefined ? date && new Date(date) : new Date(Date.now() + Number(age) * 1000);
	return [
		name,
		{
			value,
			path: attributes.get('path') || '/',
			httpOnly: attributes.has('httponly'),
			secure: attributes.has('secure'),
			sameSite: attributes.get('samesite')?.toLowerCase(),
			expires: expires || undefined,
		},
	];
}

function parted(part: string): [string, string] {
	const [, name = '', value = ''] = /^\s*([^=]*?)\s*(?:=\s*(.*?)\s*)?$/s.exec(part) ?? [];
	return [name, value];
}

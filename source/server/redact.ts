/** Where Quarterdeck writes passwords down, and where databases repeat them in their errors. */
const secrets = [
	/\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}/g,
	/(?<=[a-z+]:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/gi,
	/(?<=\b(?:password|passwd|secret|token|api_?key|authorization|cookie)["']?\s*[:=]\s*["']?)[^\s"',;&]+/gi,
];

/** A text for a log or a page, without password hashes, passwords of URLs, and values of such names. */
export function redact(text: string): string {
	return secrets.reduce((safe, secret) => safe.replace(secret, '…'), text);
}

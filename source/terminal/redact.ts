/** What a project's settings keep secret. */
export interface Secrets {
	secretKey?: string;
	secretKeyFallbacks?: string[];
	database: {password?: string};
}

/** Where Quarterdeck writes passwords down, and where databases repeat them in their errors. */
const secrets = [
	/\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}/g,
	/(?<=[a-z+]:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/gi,
	/(?<=\bauthorization["']?\s*[:=]\s*["']?(?:bearer|basic)\s+)[^\s"',;&]+/gi,
	/(?<=\b(?:password|passwd|secret(?:_?key)?|token|api_?key|authorization|cookie)["']?\s*[:=]\s*["']?)[^\s"',;&]+/gi,
];

/** MikroORM writes the values into a statement, in front of ` - ` and what the database says to it. */
const statement =
	/\b(?:insert into|update|delete from|select)\b(?:(?<!\w)'(?:[^'\\]|''|\\.)*(?:'|$)|(?<=\w)'|[^'\n])*?(?= - |$)/gim;
const sqlText = /(?<!\w)'(?:[^'\\]|''|\\.)*'?/g;

const secretName = /secret|password|passwd|token|api_?key|private|credential|dsn|database_url/i;

/**
 * A text for a log, a page or a report: without password hashes, passwords of URLs, values of such names,
 * values of SQL, and whatever the settings and the environment keep secret.
 */
export function redact(text: string, settings?: Secrets): string {
	const shapeless = knownSecrets(settings).reduce(
		(safe, secret) => safe.replaceAll(secret, '…'),
		text.replace(statement, sql => sql.replace(sqlText, "'…'")),
	);
	return secrets.reduce((safe, secret) => safe.replace(secret, '…'), shapeless);
}

/** More than of a value in a text: a name that sounds like a secret is enough. */
const suspicious =
	/auth|cookie|csrf|token|key|secret|pass|signature|session|credential|private|dsn|database_url|api/i;
/** UTF-16 units: a header or a variable can be as long as a book. */
const longestValue = 300;

/** The value of a header or a variable, for a page: nothing where its name sounds like a secret. */
export function redactNamed(name: string, value: string, settings?: Secrets): string {
	if (suspicious.test(name)) return value === '' ? '' : '…';
	const safe = redact(value, settings);
	return safe.length > longestValue ? `${safe.slice(0, longestValue)}…` : safe;
}

/** Short ones would tear holes into ordinary words. */
function knownSecrets(settings: Secrets | undefined): string[] {
	const named = Object.entries(process.env).filter(([name]) => secretName.test(name));
	return [
		settings?.secretKey,
		...(settings?.secretKeyFallbacks ?? []),
		settings?.database.password,
		...named.map(([, value]) => value),
	]
		.filter(value => value !== undefined)
		.filter(value => value.length >= 8)
		.sort((a, b) => b.length - a.length);
}

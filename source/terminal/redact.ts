/** The secrets in a project's settings. */
export interface Secrets {
	secretKey?: string;
	secretKeyFallbacks?: string[];
	database: {password?: string};
	email?: {transport: string};
}

/** The formats of passwords in Quarterdeck's own files and in database errors. */
const secrets = [
	/(?<=\/)[0-9a-z]{8,9}-[\w-]{43}(?=\/|$|[\s"?])/g,
	/\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}/g,
	/(?<=[a-z+]:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/gi,
	/(?<=\bauthorization["']?\s*[:=]\s*["']?(?:bearer|basic)\s+)[^\s"',;&]+/gi,
	/(?<=\b(?:password|passwd|secret(?:_?key)?|token|api_?key|authorization|cookie)["']?\s*[:=]\s*["']?)[^\s"',;&]+/gi,
];

/** MikroORM puts the values into the statement, followed by ` - ` and the database's message. */
const statement =
	/\b(?:insert into|update|delete from|select)\b(?:(?<!\w)'(?:[^'\\]|''|\\.)*(?:'|$)|(?<=\w)'|[^'\n])*?(?= - |$)/gim;
const sqlText = /(?<!\w)'(?:[^'\\]|''|\\.)*'?/g;

const secretName = /secret|password|passwd|token|api_?key|private|credential|dsn|database_url/i;

/**
 * Removes secrets from a text for a log, a page or a report: password hashes, passwords in URLs, values
 * with secret names, SQL values, and the secrets of settings and environment.
 */
export function redact(text: string, settings?: Secrets): string {
	const shapeless = knownSecrets(settings).reduce(
		(safe, secret) => safe.replaceAll(secret, '…'),
		text.replace(statement, sql => sql.replace(sqlText, "'…'")),
	);
	return secrets.reduce((safe, secret) => safe.replace(secret, '…'), shapeless);
}

/** Stricter than in a text: any name that suggests a secret counts. */
const suspicious =
	/auth(?!ors?(?![a-z]))|cookie|csrf|token|key|secret|pass|signature|session|credential|private|dsn|database_url|api/i;
/** In UTF-16 units: headers and variables may be very long. */
const longestValue = 300;

/** The value of a header or a variable for a page; hidden if the name suggests a secret. */
export function redactNamed(name: string, value: string, settings?: Secrets): string {
	if (suspicious.test(name)) return value === '' ? '' : '…';
	const safe = redact(value, settings);
	return safe.length > longestValue ? `${safe.slice(0, longestValue)}…` : safe;
}

/** As written in the URL, and as sent. */
function passwordsIn(url = ''): string[] {
	const password = URL.canParse(url) ? new URL(url).password : '';
	return [password, decodeURIComponent(password)];
}

/** Short secrets would match parts of ordinary words. */
function knownSecrets(settings: Secrets | undefined): string[] {
	const named = Object.entries(process.env).filter(([name]) => secretName.test(name));
	return [
		settings?.secretKey,
		...(settings?.secretKeyFallbacks ?? []),
		settings?.database.password,
		...passwordsIn(settings?.email?.transport),
		...named.map(([, value]) => value),
	]
		.filter(value => value !== undefined)
		.filter(value => value.length >= 8)
		.sort((a, b) => b.length - a.length);
}

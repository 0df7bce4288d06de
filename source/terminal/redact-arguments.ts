import path from 'node:path';
import {redact} from './redact.ts';

const secretFlag =
	/auth|cookie|csrf|token|key|secret|pass|pwd|signature|session|credential|private|dsn|header|user\b/i;
const secretWord = /^(?:auth-?token|api-?key|token|password|passwd|secret)$/i;
/** Letters and digits mixed, and neither a path nor an address. */
const randomWord = /^(?=.*\d)(?=.*[a-z])[\w+=~-]{20,}$/i;

/**
 * A command line as it was typed, for people. What may be a secret is left out: values of flags and
 * variables whose names suggest one, `-p VALUE`, passwords in URLs, and words that look like tokens.
 * @param shown the one value that is known to be harmless, such as the port in question
 */
export function redactArguments(words: string[], shown = ''): string {
	const [program, ...rest] = words.filter(Boolean);
	if (program === undefined) return '';
	let hidesNext = false;
	const safe = rest.map(word => {
		const isFlag = /^--?\D/.test(word);
		const isHidden = hidesNext && !isFlag && word !== shown;
		hidesNext = !word.includes('=') && (isFlag ? isSecretFlag(word) : secretWord.test(word));
		return isHidden ? '…' : safeWord(word, shown);
	});
	return [path.basename(program), ...safe].map(shellWord).join(' ');
}

function safeWord(word: string, shown: string): string {
	const [name = '', value] = word.split(/=(.*)/s, 2);
	if (value !== undefined && isSecretFlag(name) && value !== shown) return `${name}=…`;
	// `mysql -pSECRET`
	if (/^-p./.test(word) && word !== `-p${shown}`) return '-p…';
	return randomWord.test(word) ? '…' : redact(word);
}

function isSecretFlag(name: string): boolean {
	return name === '-p' || name === '-u' || name === '-H' || secretFlag.test(name);
}

/** As one word of a shell: in quotes where it needs them. */
export function shellWord(word: string): string {
	return /^[^\s"'$&|;<>()\\`*?[\]{}~#!]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

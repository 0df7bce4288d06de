import {hash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {stripTypeScriptTypes} from 'node:module';
import {type LiteralParts, literalParts} from './literal.ts';
import type {MigrationFile} from './loader.ts';

/**
 * The recorder's column for what a migration's file said when it was applied. MikroORM's migrator does
 * not look at it, and a row that it wrote has none.
 */
export const fingerprintColumn = 'quarterdeck_fingerprint';

/**
 * What a migration's file said when it was applied: a hash of its text, and one of its meaning, which
 * comments, formatting and types do not change. The first is quick to compare, the second is needed
 * where it differs.
 */
export function fingerprintOf(source: string): string {
	return `${hashOf(source)}.${hashOf(meaningOf(source))}`;
}

/** @param fingerprint of the file when it was applied */
export function isEdited(source: string, fingerprint: string): boolean {
	const [text, meaning] = fingerprint.split('.');
	return hashOf(source) !== text && hashOf(meaningOf(source)) !== meaning;
}

const comment = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/;
const text = /'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"/;
const template = /`(?:\\[\s\S]|\$\{(?:[^{}`]|\{[^{}]*\}|`[^`]*`)*\}|[^`\\])*`/;
const token = new RegExp(
	`(?<comment>${comment.source})|(?<text>${text.source}|${template.source})|(?<word>[\\w$]+)|(?<sign>\\S)`,
	'g',
);
/** What may stand or not, by the taste of a formatter; and what says in which order, not what. */
const taste: [RegExp, string][] = [
	[/ ;(?= |$)/g, ''],
	[/ ,(?= [)\]}])/g, ''],
	[/ \( ([\w$]+) \)(?= = >)/g, ' $1'],
	[/ static (?:dependencies|replaces) = \[[^\]]*\]/g, ''],
	[/ override(?= )/g, ''],
];

/** The tokens of the code, one space apart, with its texts without what a database does not read. */
function meaningOf(source: string): string {
	const literal = literalParts(source);
	const tokens = literal ? tokensOfLiteral(literal) : tokensOf(withoutTypes(source));
	return taste.reduce((code, [pattern, instead]) => code.replace(pattern, instead), ` ${tokens}`);
}

function tokensOf(code: string): string {
	return [...code.matchAll(token)]
		.map(({groups}) => (groups!.text ? sqlOf(groups!.text) : (groups!.word ?? groups!.sign ?? '')))
		.filter(Boolean)
		.join(' ');
}

/** What `tokensOf` finds in such a text, but for what is a matter of taste; found sooner. */
function tokensOfLiteral({name, up, down}: LiteralParts): string {
	const calls = (texts: string[]) =>
		texts.map(text => `this . addSql ( ${sqlOf(`\`${text}\``)} ) `).join('');
	return `import { Migration } from "@mikro-orm/migrations" export default class extends Migration { name = ${sqlOf(name)} up ( ) { ${calls(up)}} down ( ) { ${calls(down)}} }`;
}

/** The same for each kind of quotes; white space counts inside of the SQL's own texts only. */
function sqlOf(quoted: string): string {
	const plain = quoted.slice(1, -1).replace(/\\(['"`$])/g, '$1');
	const withoutComments = plain.replace(
		/('(?:[^']|'')*')|--[^\n]*|\/\*[\s\S]*?\*\//g,
		(_, own) => own ?? ' ',
	);
	const parts = withoutComments
		.split(/('(?:[^']|'')*')/)
		.map((part, index) => (index % 2 === 0 ? tight(part) : part));
	return JSON.stringify(parts.join('').replace(/^ +|[ ;]+$/g, ''));
}

function tight(sql: string): string {
	return sql.replace(/\s+/g, ' ').replace(/ ?([(),;=<>]) ?/g, '$1');
}

/** A file that needs more than stripping keeps its types. */
function withoutTypes(source: string): string {
	const {emitWarning} = process;
	// Node warns that the function is new; that is nothing to a person who migrates.
	process.emitWarning = () => {};
	try {
		return stripTypeScriptTypes(source);
	} catch {
		return source;
	} finally {
		process.emitWarning = emitWarning;
	}
}

/** The first part of a fingerprint, which is quicker to have than the whole. */
export function hashOf(text: string): string {
	return hash('sha256', text, 'hex').slice(0, 24);
}

export function fingerprintOfFile(file: MigrationFile): string {
	return fingerprintOf(textOf(file));
}

/** Whether the file has changed in meaning since it was applied; false where that is not known. */
export function isEditedSince(file: MigrationFile, fingerprint: string | undefined): boolean {
	return fingerprint !== undefined && isEdited(textOf(file), fingerprint);
}

function textOf({source, path}: MigrationFile): string {
	return source ?? readFileSync(path, 'utf8');
}

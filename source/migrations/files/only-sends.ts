import {readFileSync} from 'node:fs';
import type {MigrationFile} from './loader.ts';
import {noStatements} from './migration-source.ts';

/** Comments, and texts into which nothing is put; the writer's own sentence puts in a driver's name. */
const commentsAndTexts = new RegExp(
	[
		'//[^\\n]*|/\\*[\\s\\S]*?\\*/',
		"'(?:[^'\\\\\\n]|\\\\.)*'",
		'"(?:[^"\\\\\\n]|\\\\.)*"',
		`\`${noStatements}\\$\\{name\\} here\\.\``,
		'`(?:[^`\\\\$]|\\\\[\\s\\S]|\\$(?!\\{))*`',
	].join('|'),
	'g',
);

// All below is without comments and needless spaces; S stands for a text.
const list = '\\[(?:S(?:,S)*,?)?\\]';
const table = `(?:const statements:Record<string,\\{up:string\\[\\];down:string\\[\\];?\\}>=\\{(?:\\w+:\\{up:${list},down:${list},?\\},?)*\\};)?`;
const field = `(?:(?:override|static|readonly) )*\\w+=(?:S|${list});`;
const sending = '(?:this\\.addSql\\(S\\);|throw new Error\\(S\\);)*';
const fromTable = 'for\\(const sql of this\\.#own\\.(?:up|down)\\)this\\.addSql\\(sql\\);';
const result = '(?::void\\|Promise<void>|:Promise<void>|:void)?';
const method = `(?:override )?(?:async )?(?:up|down)\\(\\)${result}\\{${sending}(?:${fromTable})?\\}`;
const transactional =
	'(?:override )?isTransactional\\(\\)(?::boolean)?\\{return (?:true|false);\\}';
const own =
	'get #own\\(\\)\\{const\\{name\\}=this\\.driver\\.constructor;const found=statements\\[name\\];if\\(!found\\)throw new Error\\(S\\);return found;\\}';
const shape = new RegExp(
	`^import\\{Migration\\}from S;${table}export (?:default )?class (?:\\w+ )?extends Migration\\{(?:${field}|${method}|${transactional}|${own})*\\}$`,
);

/**
 * Whether a migration does nothing but send the SQL that stands in its text, as those do that Quarterdeck
 * and MikroORM write: what it would send can be seen by running its code, which can do nothing else.
 * @param source TypeScript, or JavaScript with an import
 */
export function onlySends(source: string): boolean {
	const plain = source
		.replace(commentsAndTexts, part => (part.startsWith('/') ? ' ' : 'S'))
		.replace(/\s+/g, ' ')
		.replace(/ ?([^\w$# ]) ?/g, '$1')
		.trim();
	return shape.test(plain);
}

/** The same of a file; it is not known of a class that the project lists, or of a file that is gone. */
export function fileOnlySends({path, source, migration}: MigrationFile): boolean {
	if (migration) return false;
	try {
		return onlySends(source ?? readFileSync(path, 'utf8'));
	} catch {
		return false;
	}
}

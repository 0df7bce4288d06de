import {driverClasses} from '../../mikro-orm/driver-name.ts';
import type {Driver} from '../../project/settings/settings.ts';

/** A migration's file in the making. */
export interface MigrationText {
	id: string;
	dependencies: string[];
	/** Of a squashed migration alone. */
	replaces?: string[];
	/** What stands above the class, a line each. */
	comments: string[];
	/** One for each kind of database; what there is one of runs on whatever it is given to. */
	variants: VariantText[];
}

export interface VariantText {
	driver: Driver;
	up: Passage[];
	/** Undefined when it cannot be unapplied. */
	down: Passage[] | undefined;
}

/** Some statements, and what is said of them. */
export interface Passage {
	/** Where they come from. */
	comment?: string;
	/** What is thrown in place of going on, until a person has done what it says. */
	refusal?: string;
	sql: string[];
}

/** What such a file says on a database that it is not for. */
export const noStatements = 'There are no statements for ';

/** The file's text: a migration that MikroORM's own migrator can run as well. */
export function sourceOf(migration: MigrationText): string {
	const {id, dependencies, replaces, comments, variants} = migration;
	const lists = [`  static dependencies = [${texts(dependencies)}];\n`];
	if (replaces) lists.push(`  static replaces = [${texts(replaces)}];\n`);
	const body = variants.length === 1 ? methodsOf(variants[0]!) : methodsOver(variants);
	return `import { Migration } from '@mikro-orm/migrations';

${variants.length === 1 ? '' : tableOf(variants)}${comments.map(text => `// ${text}\n`).join('')}export default class extends Migration {
  override name = '${id}';
${lists.join('')}
${body}}
`;
}

function methodsOf({up, down}: VariantText): string {
	return method('up', passages(up)) + (down ? `\n${method('down', passages(down))}` : '');
}

function method(name: string, body: string): string {
	return `  override ${name}() {\n${body}  }\n`;
}

function passages(list: Passage[]): string {
	return list
		.map(({comment, refusal, sql}) => {
			const lead = comment === undefined ? '' : `    // ${comment}\n`;
			const calls = sql.map(statement => `    this.addSql(${template(statement)});\n`);
			return lead + refusalOf(refusal) + calls.join('');
		})
		.join('\n');
}

function refusalOf(refusal: string | undefined): string {
	return refusal === undefined ? '' : `    throw new Error(${quoted(refusal)});\n`;
}

/** The statements of several databases; which of them run is seen when it runs. */
function tableOf(variants: VariantText[]): string {
	const cases = variants.map(
		({driver, up, down = []}) =>
			`  ${driverClasses[driver]}: {\n    up: ${list(up)},\n    down: ${list(down)},\n  },\n`,
	);
	return `/** The same for each database, by the name of MikroORM's driver. */
const statements: Record<string, { up: string[]; down: string[] }> = {
${cases.join('')}};

`;
}

function methodsOver(variants: VariantText[]): string {
	const run = (name: 'up' | 'down') => {
		const refusals = new Set(variants.flatMap(one => one[name] ?? []).map(({refusal}) => refusal));
		const thrown = [...refusals].map(refusalOf).join('');
		return method(name, `${thrown}    ${loopOver(name)}\n`);
	};
	const isReversible = variants.every(({down}) => down !== undefined);
	return `${run('up')}\n${isReversible ? `${run('down')}\n` : ''}  ${ownStatements}\n`;
}

/** The statements of the database that the migration runs on. */
export const ownStatements = `get #own() {
    const { name } = this.driver.constructor;
    const found = statements[name];
    if (!found) throw new Error(\`${noStatements}\${name} here.\`);
    return found;
  }`;

/** Sends them, in up() or down(). */
export function loopOver(name: 'up' | 'down'): string {
	return `for (const sql of this.#own.${name}) this.addSql(sql);`;
}

function list(parts: Passage[]): string {
	const lines = parts.flatMap(({comment, sql}) => [
		...(comment === undefined ? [] : [`      // ${comment}\n`]),
		...sql.map(statement => `      ${quoted(statement)},\n`),
	]);
	return lines.length === 0 ? '[]' : `[\n${lines.join('')}    ]`;
}

function quoted(text: string): string {
	if (/[\n\r]/.test(text) || (text.includes("'") && text.includes('"'))) return template(text);
	const quote = text.includes("'") ? '"' : "'";
	return `${quote}${text.replaceAll('\\', '\\\\')}${quote}`;
}

/** JavaScript reads each line end in it as a plain one. */
function template(text: string): string {
	return `\`${text.replace(/[`\\]|\$(?=\{)/g, '\\$&').replaceAll('\r', '\\r')}\``;
}

function texts(ids: string[]): string {
	return ids.map(id => `'${id}'`).join(', ');
}

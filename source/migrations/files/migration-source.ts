import {driverClasses} from '../../mikro-orm/driver-name.ts';
import type {Dialect} from '../../project/database/dialect.ts';

/** What a migration's file consists of. */
export interface MigrationText {
	id: string;
	/** Whether the name overrides none: MikroORM's Migration has one since 7.1. */
	isNameNew?: boolean;
	dependencies: string[];
	/** Of a squashed migration alone. */
	replaces?: string[];
	/** False where a statement cannot be in a transaction. */
	transactional?: boolean;
	/** Lines above the class. */
	comments: string[];
	/** One for each kind of database; if there is just one, it runs on any. */
	variants: VariantText[];
}

export interface VariantText {
	driver: Dialect;
	up: Passage[];
	/** Undefined if it cannot be unapplied. */
	down: Passage[] | undefined;
}

/** Statements that belong together. */
export interface Passage {
	/** The migration that they come from. */
	comment?: string;
	/** An error to throw instead, until a person has done what it says. */
	refusal?: string;
	sql: string[];
}

/** The error of a migration on a database that it is not for. */
export const noStatements = 'There are no statements for ';

/** The file's text: a migration that MikroORM's own migrator can run as well. */
export function sourceOf(migration: MigrationText): string {
	const {
		id,
		isNameNew,
		dependencies,
		replaces,
		transactional = true,
		comments,
		variants,
	} = migration;
	const lists = [`  static dependencies = [${texts(dependencies)}];\n`];
	if (replaces) lists.push(`  static replaces = [${texts(replaces)}];\n`);
	const members = membersOf(variants);
	if (!transactional) members.unshift('  override isTransactional() {\n    return false;\n  }\n');
	return `import { Migration } from '@mikro-orm/migrations';

${variants.length === 1 ? '' : tableOf(variants)}${comments.map(text => `// ${text}\n`).join('')}export default class extends Migration {
  ${isNameNew ? '' : 'override '}name = '${id}';
${lists.join('')}
${members.join('\n')}}
`;
}

function membersOf(variants: VariantText[]): string[] {
	const isReversible = variants.every(({down}) => down !== undefined);
	const names = isReversible ? (['up', 'down'] as const) : (['up'] as const);
	const isOne = variants.length === 1;
	const bodyOf = (name: 'up' | 'down') => {
		if (isOne) return passages(variants[0]![name]!);
		const refusals = new Set(variants.flatMap(one => one[name]!).map(({refusal}) => refusal));
		return `${[...refusals].map(refusalOf).join('')}    ${loopOver(name)}\n`;
	};
	const methods = names.map(name => `  override ${name}() {\n${bodyOf(name)}  }\n`);
	return isOne ? methods : [...methods, `  ${ownStatements}\n`];
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

/** The statements for several databases. */
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

/** The statements of the database that the migration runs on. */
export const ownStatements = `get #own() {
    const { name } = this.driver.constructor;
    const found = statements[name];
    if (!found) throw new Error(\`${noStatements}\${name} here.\`);
    return found;
  }`;

/** Sends them in up() or down(). */
export function loopOver(name: 'up' | 'down'): string {
	return `for (const sql of this.#own.${name}) this.addSql(sql);`;
}

/** Leaves out those of a table that an entity of the project replaces. */
export function loopOverWanted(name: 'up' | 'down'): string {
	return `for (const sql of this.#own.${name}) if (this.#isWanted(sql)) this.addSql(sql);`;
}

/** Whether a statement is not of a table that an entity of the project replaces. */
export function statementsWithout(table: string, again = table): string {
	return `#isWanted(sql) {
		const tables = [...this.driver.getMetadata()].map(({tableName}) => tableName);
		return !sql.includes(${table}) || tables.includes(${again});
	}`;
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

/** JavaScript reads any line end in a template as \n. */
function template(text: string): string {
	return `\`${text.replace(/[`\\]|\$(?=\{)/g, '\\$&').replaceAll('\r', '\\r')}\``;
}

function texts(ids: string[]): string {
	return ids.map(id => `'${id}'`).join(', ');
}

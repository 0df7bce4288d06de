/**
 * Writes the tables of settings into the readme and the pages below docs/, from the schema of the settings
 * and the comments in it.
 *
 *     node --import=tsx scripts/settings.ts
 */
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {inspect} from 'node:util';
import * as v from 'valibot';
import {settingsSchema} from '../source/project/settings/schema.ts';
import {writeFileAtomically} from '../source/system/atomic-file.ts';

const root = path.dirname(import.meta.dirname);
const schema = readFileSync(path.join(root, 'source/project/settings/schema.ts'), 'utf8');

/** The schemas of which a document has tables, by its path. */
export const documents = {
	'readme.md': 'settingsSchema',
	'docs/server.md': 'serverSchema',
	'docs/migrations.md': 'migrationsSchema',
	'docs/settings.md': 'all',
};

const {auth, database, email, log, migrations, server} = settingsSchema.entries;
const schemas: Record<string, {entries: Record<string, v.GenericSchema>}> = {
	settingsSchema,
	databaseSchema: database.pipe[0],
	authSchema: auth.wrapped,
	serverSchema: server.wrapped.getter({}) as unknown as typeof email.wrapped,
	migrationsSchema: migrations.wrapped,
	emailSchema: email.wrapped,
	logSchema: log.wrapped,
};

/**
 * The text of a document with the settings as they are in the program: behind `<!-- settings -->` a table of
 * keys and defaults, behind `<!-- settings NAME -->` one with types.
 */
export function withSettings(file: keyof typeof documents): string {
	const text = readFileSync(path.join(root, file), 'utf8');
	return text.replace(
		/(<!-- settings ?(\w*) -->\n).*?(<!-- \/settings -->)/gs,
		(_, open, name, close) =>
			`${open}${name ? typedTable(name, file) : table(documents[file])}\n${close}`,
	);
}

function table(name: string): string {
	const rows = commentsIn(name).map(({key, comment, note, see}) => {
		const link = see ? ` ([more](${see}))` : '';
		return `| \`${key}\` | ${note ?? defaultOf(name, key)} | ${comment}${link} |`;
	});
	return ['| key | default | |', '|---|---|---|', ...rows].join('\n');
}

function typedTable(name: string, file: string): string {
	const rows = commentsIn(name).map(({key, comment, note, see}) => {
		const type = typeOf(schemas[name]!.entries[key]!).replaceAll('|', '\\|');
		const link = see ? ` ([more](${see.replace(`${path.dirname(file)}/`, '')}))` : '';
		return `| \`${key}\` | ${type} | ${note ?? defaultOf(name, key)} | ${comment}${link} |`;
	});
	return ['| key | type | default | |', '|---|---|---|---|', ...rows].join('\n');
}

/** As a message about a wrong value says it. */
function typeOf(schema: v.GenericSchema): string {
	const {message, wrapped} = schema as {message?: unknown; wrapped?: v.GenericSchema};
	if (typeof message === 'string') return message;
	if (wrapped) return typeOf(wrapped);
	if (schema === server.wrapped) return 'a file, or an object';
	throw new Error(`A ${schema.type} of the settings has no message.`);
}

/** Empty for a key that has none; those of objects are in tables of their own. */
function defaultOf(name: string, key: string): string {
	const result = v.safeParse(schemas[name]!.entries[key]!, undefined);
	if (!result.success || result.output === undefined) return '';
	const value = result.output;
	return `\`${typeof value === 'string' ? value : inspect(value, {breakLength: Number.POSITIVE_INFINITY})}\``;
}

interface Commented {
	key: string;
	comment: string;
	/** What a default is that depends on something. */
	note?: string;
	/** A place in the documentation. */
	see?: string;
}

/** The entries of one object of the schema, which stand one tab deeper than its first line. */
function commentsIn(name: string): Commented[] {
	const text = schema.slice(schema.indexOf(`const ${name} =`));
	const body = text.slice(0, text.search(/^(?:\t{1,2}'an? |\}\))/m));
	return [...body.matchAll(/\/\*\*(.*?)\*\/\s*(\w+): /gs)].map(([, comment, key]) => {
		const lines = comment!.split('\n').map(line => line.replace(/^\s*\*?\s*/, '').trim());
		const tag = (tag: string) =>
			lines.find(line => line.startsWith(`@${tag} `))?.slice(tag.length + 2);
		const said = lines.filter(line => line !== '' && !line.startsWith('@')).join(' ');
		return {key: key!, comment: said, note: tag('default'), see: tag('see')};
	});
}

if (import.meta.main) {
	for (const file of Object.keys(documents) as (keyof typeof documents)[]) {
		writeFileAtomically(path.join(root, file), withSettings(file));
	}
}

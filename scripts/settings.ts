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

/** The documents with their tables, by path. */
export const documents = {
	'readme.md': 'settingsSchema',
	'docs/server.md': 'serverSchema',
	'docs/migrations.md': 'migrationsSchema',
};

/** The text of a document with the settings as they are in the program. */
export function withSettings(file: keyof typeof documents): string {
	const text = readFileSync(path.join(root, file), 'utf8');
	const name = documents[file];
	const {server, migrations} = settingsSchema.entries;
	const schemas = {
		settingsSchema,
		serverSchema: server.wrapped.getter({}),
		migrationsSchema: migrations.wrapped,
	};
	const {entries} = schemas[name as keyof typeof schemas] as typeof settingsSchema;
	const rows = commentsIn(name).map(({key, comment, note, see}) => {
		const part = entries[key as 'name'];
		const link = see ? ` ([more](${see}))` : '';
		return `| \`${key}\` | ${note ?? defaultOf(part)} | ${comment}${link} |`;
	});
	const table = ['| key | default | |', '|---|---|---|', ...rows].join('\n');
	return text.replace(
		/(<!-- settings -->\n).*?(<!-- \/settings -->)/s,
		(_, open, close) => `${open}${table}\n${close}`,
	);
}

function defaultOf(part: v.GenericSchema): string {
	const result = v.safeParse(part, undefined);
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
	const body = text.slice(0, text.search(/^(?:\t'|\}\))/m));
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

import {cpSync, globSync, readFileSync, rmSync} from 'node:fs';
import path from 'node:path';
import {timed} from '../measure.ts';
import {holdsAll, removeDatabase} from './database.ts';
import type {Peer} from './peer.ts';
import {
	addedColumn,
	apps,
	changedEntity,
	type Entity,
	entities,
	migrations,
	write,
} from './shape.ts';

/** @param modules where its packages were installed, at or above the folder */
export function drizzle(folder: string, modules: string): Peer {
	const made = path.join(folder, 'made');
	const applied = path.join(folder, 'applied');
	const before = path.join(folder, 'before');
	const database = path.join(applied, 'db.sqlite3');
	const command = (name: string) => [
		process.execPath,
		path.join(modules, 'drizzle-kit/bin.cjs'),
		name,
	];
	const writeSchema = (withAddition: boolean) => {
		for (const app of apps)
			write(path.join(made, 'schema'), `${app}.ts`, schema(entities.get(app)!, withAddition));
	};
	const files = () => globSync(`${made}/drizzle/*.sql`);
	const clear = () => rmSync(path.join(made, 'drizzle'), {recursive: true, force: true});
	writeConfig(made);
	writeSchema(false);
	timed(command('generate'), made);
	cpSync(path.join(made, 'drizzle'), before, {recursive: true});
	writeSmallMigrations(applied);
	return {
		name: 'drizzle-kit',
		jobs: {
			first: {
				cwd: made,
				words: command('generate'),
				prepare() {
					clear();
					writeSchema(false);
				},
				isDone: () =>
					files().length === 1 &&
					readFileSync(files()[0]!, 'utf8').match(/CREATE TABLE/g)?.length === 500,
			},
			changed: {
				cwd: made,
				words: command('generate'),
				prepare() {
					clear();
					cpSync(before, path.join(made, 'drizzle'), {recursive: true});
					writeSchema(true);
				},
				isDone: () =>
					files().length === 2 &&
					files().some(file => readFileSync(file, 'utf8').includes(`ADD \`${addedColumn}`)),
			},
			apply: {
				cwd: applied,
				words: command('migrate'),
				prepare: () => removeDatabase(database),
				isDone: () => holdsAll(database, '__drizzle_migrations'),
				remark: 'one transaction for all',
			},
		},
	};
}

function writeConfig(folder: string): void {
	write(folder, 'package.json', '{"name": "drizzled", "private": true, "type": "module"}\n');
	write(
		folder,
		'drizzle.config.ts',
		`export default {dialect: 'sqlite', schema: './schema/*.ts', out: './drizzle', dbCredentials: {url: 'db.sqlite3'}};\n`,
	);
}

function schema(mine: Entity[], withAddition: boolean): string {
	const tables = mine.map(({name, table, parent}) => {
		const more = [
			...(parent ? [`parentId: integer('parent_id').references(() => ${parent.name}.id),`] : []),
			...(withAddition && name === changedEntity
				? [`${addedColumn}: text('${addedColumn}'),`]
				: []),
		];
		return `export const ${name} = sqliteTable('${table}', {
	id: integer('id').primaryKey({autoIncrement: true}),
	name: text('name').notNull(),
	code: text('code').notNull().unique(),
	note: text('note'),
	count: integer('count').notNull().default(0),
	price: real('price').notNull().default(0),
	active: integer('active', {mode: 'boolean'}).notNull().default(true),
	createdAt: integer('created_at', {mode: 'timestamp'}).notNull(),
	${more.join('\n\t')}
});
`;
	});
	return `import {integer, real, sqliteTable, text} from 'drizzle-orm/sqlite-core';\n\n${tables.join('\n')}`;
}

function writeSmallMigrations(folder: string): void {
	writeConfig(folder);
	const entries = migrations.map(({sql}, index) => {
		const tag = `${String(index).padStart(4, '0')}_part`;
		write(path.join(folder, 'drizzle'), `${tag}.sql`, sql);
		return {idx: index, version: '6', when: 1767225600000 + index, tag, breakpoints: true};
	});
	write(
		path.join(folder, 'drizzle/meta'),
		'_journal.json',
		JSON.stringify({version: '7', dialect: 'sqlite', entries}),
	);
}

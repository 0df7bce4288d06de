import {spawnSync} from 'node:child_process';
import {cpSync, globSync, mkdirSync, readFileSync, rmSync, symlinkSync} from 'node:fs';
import path from 'node:path';
import {holdsAll, removeDatabase} from './database.ts';
import {definedEntities, partEntity} from './defined-entities.ts';
import type {Peer} from './peer.ts';
import {addedColumn, apps, entities, migrations, write} from './shape.ts';

const root = path.resolve(import.meta.dirname, '../..');
const cli = path.join(root, 'dist/cli.js');

export function quarterdeck(folder: string): Peer[] {
	const made = path.join(folder, 'made');
	const applied = path.join(folder, 'applied');
	const database = path.join(applied, 'db.sqlite3');
	writeProject(made);
	writeSmallMigrations(applied);
	const before = path.join(folder, 'before');
	run(made, 'makemigrations');
	cpSync(made, before, {recursive: true, verbatimSymlinks: true});
	run(applied, 'migrate', '--noinput');
	const kept = path.join(folder, 'kept.sqlite3');
	cpSync(database, kept);
	const unchanged = path.join(folder, 'unchanged');
	cpSync(made, unchanged, {recursive: true, verbatimSymlinks: true});
	run(unchanged, 'migrate', '--noinput');
	const formatted = path.join(folder, 'formatted');
	cpSync(applied, formatted, {recursive: true, verbatimSymlinks: true});
	for (const file of globSync(`${formatted}/*/migrations/*.ts`)) format(file);
	const written = (pattern: string) =>
		globSync(`${made}/*/migrations/${pattern}`).map(file => readFileSync(file, 'utf8'));
	const apply = {
		cwd: applied,
		words: [process.execPath, cli, 'migrate', '--noinput'],
		prepare: () => removeDatabase(database),
		isDone: () => holdsAll(database, 'mikro_orm_migrations'),
	};
	return [
		{
			name: 'Quarterdeck',
			jobs: {
				first: {
					cwd: made,
					words: [process.execPath, cli, 'makemigrations'],
					prepare() {
						for (const app of apps) {
							rmSync(path.join(made, app, 'migrations'), {recursive: true, force: true});
							write(
								path.join(made, app),
								'entities.ts',
								definedEntities(entities.get(app)!, false),
							);
						}
					},
					isDone: () =>
						written('0001_initial.ts')
							.join('')
							.match(/create table/g)?.length === 500,
				},
				changed: {
					cwd: made,
					words: [process.execPath, cli, 'makemigrations'],
					prepare() {
						for (const app of apps) {
							rmSync(path.join(made, app, 'migrations'), {recursive: true, force: true});
							cpSync(path.join(before, app, 'migrations'), path.join(made, app, 'migrations'), {
								recursive: true,
							});
							write(path.join(made, app), 'entities.ts', definedEntities(entities.get(app)!, true));
						}
					},
					isDone: () => {
						const texts = written('0002_*.ts');
						return texts.length === 1 && texts[0]!.includes(addedColumn);
					},
				},
				nothing: {
					cwd: unchanged,
					words: [process.execPath, cli, 'makemigrations'],
					prepare: () => {},
					isDone: ({stdout}) => stdout.includes('No changes detected'),
				},
				whole: {
					cwd: unchanged,
					words: [process.execPath, cli, 'status'],
					prepare: () => {},
					isDone: ({stdout}) => stdout.includes('0001_initial'),
				},
				version: {
					cwd: unchanged,
					words: [process.execPath, cli, '--version'],
					prepare: () => {},
					isDone: ({stdout}) => /^\d/.test(stdout),
				},
				apply,
				status: {
					cwd: applied,
					words: [process.execPath, cli, 'showmigrations'],
					prepare() {
						removeDatabase(database);
						cpSync(kept, database);
					},
					isDone: ({stdout}) => stdout.match(/^ \[X\] /gm)?.length === 500,
				},
			},
		},
		{
			name: 'Quarterdeck --atomic, one transaction for all',
			jobs: {apply: {...apply, words: [...apply.words, '--atomic']}},
		},
		{
			name: 'Quarterdeck, files formatted by hand',
			jobs: {
				apply: {
					...apply,
					cwd: formatted,
					prepare: () => removeDatabase(path.join(formatted, 'db.sqlite3')),
					isDone: () => holdsAll(path.join(formatted, 'db.sqlite3'), 'mikro_orm_migrations'),
				},
			},
		},
		{
			name: 'Quarterdeck, entities not seen before',
			jobs: {
				apply: {
					...apply,
					prepare() {
						apply.prepare();
						rmSync(path.join(applied, '.quarterdeck'), {recursive: true, force: true});
					},
				},
			},
		},
	];
}

function writeProject(folder: string): void {
	mkdirSync(path.join(folder, 'node_modules'), {recursive: true});
	symlinkSync(root, path.join(folder, 'node_modules/quarterdeck'));
	symlinkSync(
		path.join(root, 'node_modules/@mikro-orm'),
		path.join(folder, 'node_modules/@mikro-orm'),
	);
	write(folder, 'package.json', '{"name": "made", "private": true, "type": "module"}\n');
	write(
		folder,
		'settings.ts',
		`import {defineSettings} from 'quarterdeck';

export default defineSettings({
	apps: [${apps.map(app => `'./${app}'`).join(', ')}],
	database: {driver: 'sqlite', name: 'db.sqlite3'},
	secretKey: 'of-a-benchmark-and-of-no-use-to-anybody',
});
`,
	);
	for (const app of apps)
		write(path.join(folder, app), 'entities.ts', definedEntities(entities.get(app)!, false));
}

/** One entity an app, with its migration; the other tables are made by hand, as code without entities does. */
function writeSmallMigrations(folder: string): void {
	writeProject(folder);
	for (const app of apps) write(path.join(folder, app), 'entities.ts', partEntity(app));
	run(folder, 'makemigrations');
	for (const [index, {app, number, name, sql, table}] of migrations.entries()) {
		if (number === 1) continue;
		write(
			path.join(folder, app, 'migrations'),
			`${name}.ts`,
			`import { Migration } from '@mikro-orm/migrations';

export default class extends Migration {
  override name = '${app}.${name}';
  static dependencies = ['${app}.${migrations[index - 1]!.name}'];

  override up() {
    this.addSql(\`${sql.replaceAll('`', '\\`')}\`);
  }

  override down() {
    this.addSql(\`drop table if exists \\\`${table}\\\`;\`);
  }
}
`,
		);
	}
	for (const app of apps) {
		const snapshot = path.join(folder, app, 'migrations/.snapshot.sqlite.json');
		const last = migrations.findLast(migration => migration.app === app)!;
		const text = readFileSync(snapshot, 'utf8').replace('"0001_initial"', `"${last.name}"`);
		write(path.dirname(snapshot), path.basename(snapshot), text);
	}
}

/** With tabs, other quotes, a comment, and broken lines, as a formatter or a person leaves it. */
function format(file: string): void {
	const text = readFileSync(file, 'utf8')
		.replaceAll('  ', '\t')
		.replaceAll("'", '"')
		.replace(
			/this\.addSql\((`(?:[^`\\]|\\.)*`)\);/g,
			'// Sent as it is.\n\t\tthis.addSql(\n\t\t\t$1,\n\t\t);',
		);
	write(path.dirname(file), path.basename(file), text);
}

function run(cwd: string, ...words: string[]): void {
	const {status, stdout, stderr} = spawnSync(process.execPath, [cli, ...words], {
		cwd,
		encoding: 'utf8',
	});
	if (status !== 0) throw new Error(`quarterdeck ${words.join(' ')}: ${stdout}${stderr}`);
}

import {cpSync, globSync, mkdirSync, readFileSync, rmSync, symlinkSync} from 'node:fs';
import path from 'node:path';
import {timed} from '../measure.ts';
import {holdsAll, removeDatabase} from './database.ts';
import {definedEntities, partEntity} from './defined-entities.ts';
import type {Peer} from './peer.ts';
import {addedColumn, apps, entities, migrations, write} from './shape.ts';

const modules = path.resolve(import.meta.dirname, '../../node_modules');
const cli = path.join(modules, '@mikro-orm/cli/cli.js');

/** @param language of its config, entities and migrations: tsx loads the one, Node the other */
export function mikroOrm(folder: string, language: 'ts' | 'js'): Peer {
	const made = path.join(folder, 'made');
	const applied = path.join(folder, 'applied');
	const before = path.join(folder, 'before');
	const database = path.join(applied, 'db.sqlite3');
	const kept = path.join(folder, 'kept.sqlite3');
	const command = (name: string) => [process.execPath, cli, name];
	const writeEntities = (withAddition: boolean) => {
		for (const app of apps) {
			write(
				path.join(made, app),
				`entities.${language}`,
				definedEntities(entities.get(app)!, withAddition),
			);
		}
	};
	const files = () => globSync(`${made}/migrations/Migration*`);
	const restore = (from: string) => {
		rmSync(path.join(made, 'migrations'), {recursive: true, force: true});
		removeDatabase(path.join(made, 'db.sqlite3'));
		cpSync(from, path.join(made, 'migrations'), {recursive: true});
	};
	writeProject(made, language);
	writeEntities(false);
	mkdirSync(path.join(folder, 'none'));
	timed(command('migration:create'), made);
	cpSync(path.join(made, 'migrations'), before, {recursive: true});
	writeSmallMigrations(applied, language);
	timed(command('migration:up'), applied);
	cpSync(database, kept);
	return {
		name: language === 'ts' ? 'MikroORM CLI, TypeScript (tsx)' : 'MikroORM CLI, JavaScript',
		jobs: {
			first: {
				cwd: made,
				words: command('migration:create'),
				prepare() {
					restore(path.join(folder, 'none'));
					writeEntities(false);
				},
				isDone: () =>
					files().length === 1 &&
					readFileSync(files()[0]!, 'utf8').match(/create table/g)?.length === 500,
			},
			changed: {
				cwd: made,
				words: command('migration:create'),
				prepare() {
					restore(before);
					writeEntities(true);
				},
				isDone: () =>
					files().length === 2 &&
					files().some(file => readFileSync(file, 'utf8').includes(addedColumn)),
			},
			apply: {
				cwd: applied,
				words: command('migration:up'),
				prepare: () => removeDatabase(database),
				isDone: () => holdsAll(database, 'mikro_orm_migrations'),
			},
			status: {
				cwd: applied,
				words: command('migration:list'),
				prepare() {
					removeDatabase(database);
					cpSync(kept, database);
				},
				isDone: ({stdout}) => stdout.match(/Migration2026\d+/g)?.length === 500,
				remark: 'the applied ones only',
			},
		},
	};
}

function writeProject(folder: string, language: 'ts' | 'js'): void {
	mkdirSync(path.join(folder, 'node_modules'), {recursive: true});
	for (const name of ['@mikro-orm', 'tsx']) {
		if (name === 'tsx' && language === 'js') continue;
		symlinkSync(path.join(modules, name), path.join(folder, 'node_modules', name));
	}
	write(
		folder,
		'package.json',
		JSON.stringify({
			name: 'mikro',
			private: true,
			type: 'module',
			dependencies: Object.fromEntries(
				['core', 'cli', 'sqlite', 'migrations'].map(name => [`@mikro-orm/${name}`, '7.2.1']),
			),
			'mikro-orm': {configPaths: [`./mikro-orm.config.${language}`], preferTs: language === 'ts'},
		}),
	);
	if (language === 'ts')
		write(
			folder,
			'tsconfig.json',
			'{"compilerOptions": {"module": "nodenext", "allowImportingTsExtensions": true, "noEmit": true}}',
		);
	write(
		folder,
		`mikro-orm.config.${language}`,
		`import {defineConfig} from '@mikro-orm/sqlite';
import {Migrator} from '@mikro-orm/migrations';
${apps.map(app => `import * as ${app} from './${app}/entities.${language}';`).join('\n')}

export default defineConfig({
	dbName: 'db.sqlite3',
	entities: [${apps.join(', ')}].flatMap(module => Object.values(module)),
	extensions: [Migrator],
	migrations: {path: './migrations', pathTs: './migrations', emit: '${language === 'ts' ? 'ts' : 'cjs'}', allOrNothing: false},
});
`,
	);
}

function writeSmallMigrations(folder: string, language: 'ts' | 'js'): void {
	writeProject(folder, language);
	for (const app of apps) write(path.join(folder, app), `entities.${language}`, partEntity(app));
	for (const [index, {sql}] of migrations.entries()) {
		const name = `Migration202601010${String(index).padStart(5, '0')}`;
		write(
			path.join(folder, 'migrations'),
			`${name}.${language}`,
			`import { Migration } from '@mikro-orm/migrations';

export class ${name} extends Migration {
  async up() {
    this.addSql(\`${sql.replaceAll('`', '\\`')}\`);
  }
}
`,
		);
	}
}

/**
 * Writes the first migrations of the built-in apps, and their snapshots, for every database: the
 * project's own engine generates them offline. To be run when their entities have changed before a
 * release; afterwards a change is a second migration.
 */
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {newMigrations} from '../source/migrations/make.ts';
import {FlagQuestioner} from '../source/migrations/questioner.ts';
import {formatSnapshot, snapshotPath} from '../source/migrations/snapshot.ts';
import type {NewMigration} from '../source/migrations/writer.ts';
import type {App} from '../source/project/app-registry.ts';
import type {Project} from '../source/project/open.ts';
import {openOrm} from '../source/project/orm.ts';
import type {Driver} from '../source/project/settings.ts';

const root = path.dirname(import.meta.dirname);

/** A migration asks its driver by class which of these it is. */
const drivers: Record<Driver, string> = {
	sqlite: 'SqliteDriver',
	postgresql: 'PostgreSqlDriver',
	mysql: 'MySqlDriver',
	mariadb: 'MariaDbDriver',
};

/** Tables of entities that a project can put its own in the place of: `settings.auth.user`. */
const replaceable: Record<string, string | undefined> = {auth: 'auth_user'};

const apps: App[] = ['auth', 'sessions'].map(label => {
	const folder = path.join(root, 'source/contrib', label);
	return {label, name: label, folder, migrationsFolder: path.join(folder, 'migrations'), own: true};
});

for (const {migrationsFolder} of apps) {
	rmSync(migrationsFolder, {recursive: true, force: true});
	mkdirSync(migrationsFolder);
}
const byDriver = new Map<Driver, NewMigration[]>();
for (const driver of Object.keys(drivers) as Driver[]) byDriver.set(driver, await generate(driver));
for (const {label, migrationsFolder} of apps) {
	const variants = [...byDriver].map(([driver, made]) => ({
		driver,
		migration: made.find(({app}) => app.label === label)!,
	}));
	const [{migration}] = variants as [(typeof variants)[0]];
	writeFileSync(path.join(migrationsFolder, `${migration.name}.ts`), sourceOf(label, variants));
	for (const {driver, migration} of variants) {
		const snapshot = {...migration.snapshot, head: migration.name};
		writeFileSync(snapshotPath(migration.app, driver), formatSnapshot(snapshot));
	}
}

async function generate(driver: Driver): Promise<NewMigration[]> {
	const database = {driver, name: 'nowhere'};
	const project = {
		root,
		settingsFile: '',
		apps,
		settings: {database, auth: {}},
	} as unknown as Project;
	const open = await openOrm(project);
	const questioner = new FlagQuestioner({renames: new Map(), defaults: new Map()});
	const made = await newMigrations(project, open, {apps, questioner});
	await open.orm.close(true);
	return made;
}

function sourceOf(label: string, variants: {driver: Driver; migration: NewMigration}[]): string {
	const [{migration}] = variants as [(typeof variants)[0]];
	const cases = variants.map(
		({driver, migration: {up, down}}) =>
			`\t${drivers[driver]}: {\n\t\tup: ${literal(up)},\n\t\tdown: ${literal(down)},\n\t},`,
	);
	const table = replaceable[label];
	const condition = table ? 'if (this.#isWanted(sql)) ' : '';
	return `import {Migration} from '@mikro-orm/migrations';

/** The same tables for each database, by the name of MikroORM's driver. */
const statements: Record<string, {up: string[]; down: string[]}> = {
${cases.join('\n')}
};

export default class extends Migration {
	override name = '${label}.${migration.name}';
	static dependencies: string[] = [${migration.dependencies.map(id => `'${id}'`).join(', ')}];

	override up() {
		for (const sql of statements[this.driver.constructor.name]!.up) ${condition}this.addSql(sql);
	}

	override down() {
		for (const sql of statements[this.driver.constructor.name]!.down) ${condition}this.addSql(sql);
	}${table ? onlyIfEntity(table) : ''}
}
`;
}

function onlyIfEntity(table: string): string {
	return `

	/** A project with an entity of users of its own has no table for ours. */
	#isWanted(sql: string): boolean {
		const tables = [...this.driver.getMetadata()].map(({tableName}) => tableName);
		return !sql.includes('${table}') || tables.includes('${table}');
	}`;
}

function literal(sql: string[]): string {
	const lines = sql.map(statement => `\t\t\t${quoted(statement)},`);
	return `[\n${lines.join('\n')}\n\t\t]`;
}

function quoted(text: string): string {
	return text.includes("'") ? `"${text.replace(/["\\]/g, '\\$&')}"` : `'${text}'`;
}

import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import type {TestContext} from 'node:test';
import {sourceOf} from '../../source/migrations/files/migration-source.ts';
import type {Project} from '../../source/project/project.ts';
import {makeWorkshop} from './workshop.ts';

/**
 * A project of the apps shop and stock, on SQLite, with these migrations in files.
 * @param migrations by id: what each depends on and replaces, and its statements
 * @param applied ids that the database has as applied; if left out, there is no database
 */
export function projectWith(
	t: Pick<TestContext, 'after'>,
	migrations: Record<string, {dependencies?: string[]; replaces?: string[]; up?: string[]}>,
	applied?: string[],
): Project {
	const {project} = makeWorkshop(t, ['shop', 'stock']);
	for (const [id, {dependencies = [], replaces, up = []}] of Object.entries(migrations)) {
		const [label, name] = id.split('.') as [string, string];
		const variants = [{driver: 'sqlite', up: [{sql: up}], down: [{sql: []}]}] as const;
		const text = {
			id,
			dependencies,
			replaces,
			comments: [],
			variants: structuredClone(variants) as any,
		};
		const folder = path.join(project.root, label, 'migrations');
		mkdirSync(folder, {recursive: true});
		writeFileSync(path.join(folder, `${name}.ts`), sourceOf(text));
	}
	if (applied) record(project, applied);
	return project;
}

/** Records migrations as applied, each a minute after the one before it. */
function record({root}: Project, ids: string[]): void {
	const database = new DatabaseSync(path.join(root, 'db.sqlite3'));
	database.exec(
		'create table mikro_orm_migrations (id integer primary key, name text, executed_at text)',
	);
	const insert = database.prepare(
		'insert into mikro_orm_migrations (name, executed_at) values (?, ?)',
	);
	for (const [index, id] of ids.entries())
		insert.run(id, `2026-11-24 12:${String(index).padStart(2, '0')}:00`);
	database.close();
}

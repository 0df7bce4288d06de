import {mkdirSync, rmSync} from 'node:fs';
import path from 'node:path';
import {writeFileAtomically} from '../atomic-file.ts';
import {CommandError, messageOf} from '../errors.ts';
import type {App} from '../project/app-registry.ts';
import type {Driver} from '../project/settings.ts';
import type {MigrationGraph} from './graph.ts';
import type {Operation} from './operations.ts';
import {formatSnapshot, type Snapshot, snapshotPath} from './snapshot.ts';

/** A migration that is not on disk yet. */
export interface NewMigration {
	app: App;
	/** `0002_profile_city` */
	name: string;
	dependencies: string[];
	operations: Operation[];
	/** What was answered to questions, as flags; written as a comment. */
	answers?: string[];
	up: string[];
	down: string[];
	/** The schema after it. */
	snapshot: Snapshot;
	/** Of a plain MikroORM project alone: its files, by absolute path, as MikroORM would write them. */
	plain?: {path: string; source: string; snapshot?: {path: string; text: string}};
}

export function newMigrationPath({
	app,
	name,
	plain,
}: Pick<NewMigration, 'app' | 'name' | 'plain'>): string {
	return plain?.path ?? path.join(app.migrationsFolder, `${name}.ts`);
}

/**
 * `0003_…`: one more than the highest number of the app; `0001_squashed_0004_…` counts as 4.
 * @param unwritten how many are made before it and not on disk yet
 */
export function numbered(slug: string, app: App, graph: MigrationGraph, unwritten = 0): string {
	const numbers = graph
		.of(app.label)
		.map(({name}) => Number.parseInt(/_squashed_(\d+)/.exec(name)?.[1] ?? name, 10));
	return `${String(Math.max(0, ...numbers) + 1 + unwritten).padStart(4, '0')}_${slug}`;
}

/**
 * Writes the migration and the snapshot after it; both or none.
 * @throws CommandError `not-written`
 */
export function writeMigration(migration: NewMigration, driver: Driver): void {
	const {app, name, snapshot, plain} = migration;
	const file = newMigrationPath(migration);
	const after = plain
		? plain.snapshot
		: {path: snapshotPath(app, driver), text: formatSnapshot({...snapshot, head: name})};
	try {
		mkdirSync(path.dirname(file), {recursive: true});
		writeFileAtomically(file, plain?.source ?? sourceOf(migration));
		if (after) writeFileAtomically(after.path, after.text);
	} catch (error) {
		rmSync(file, {force: true});
		throw new CommandError(`${file} cannot be written: ${messageOf(error)}`, {
			code: 'not-written',
			hint: 'Nothing of this migration was written.',
			cause: error,
		});
	}
}

/** The file's text: a migration that MikroORM's own migrator can run as well. */
export function sourceOf({
	app,
	name,
	dependencies,
	answers = [],
	up,
	down,
}: Omit<NewMigration, 'operations' | 'snapshot' | 'plain'>): string {
	const notes = answers.map(answer => `// Answered: ${answer.replace(/\s+/g, ' ')}\n`);
	return `import { Migration } from '@mikro-orm/migrations';

${notes.join('')}export default class extends Migration {
  override name = '${app.label}.${name}';
  static dependencies = [${dependencies.map(id => `'${id}'`).join(', ')}];

  override up() {
${statements(up)}  }

  override down() {
${statements(down)}  }
}
`;
}

/** Calls of `addSql`, one a line. */
export function statements(sql: string[]): string {
	return sql
		.map(statement => `    this.addSql(\`${statement.replace(/[`\\]|\$(?=\{)/g, '\\$&')}\`);\n`)
		.join('');
}

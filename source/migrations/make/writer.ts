import path from 'node:path';
import {hasName} from '../../mikro-orm/version.ts';
import type {App} from '../../project/apps/app-registry.ts';
import type {Dialect} from '../../project/database/dialect.ts';
import {type NewFile, writeTogether} from '../../system/atomic-file.ts';
import type {Fill} from '../detect/autodetector.ts';
import type {Operation} from '../detect/operations.ts';
import {generatedComment} from '../files/generated.ts';
import {sourceOf} from '../files/migration-source.ts';
import type {MigrationGraph} from '../graph/graph.ts';
import {type Snapshot, snapshotPath} from '../schema/snapshot.ts';
import {formatSnapshot} from '../schema/snapshot-text.ts';
import type {Variant} from './combine-dialects.ts';

/** A migration that is not on disk yet. */
export interface NewMigration {
	app: App;
	/** `0002_profile_city` */
	name: string;
	dependencies: string[];
	operations: Operation[];
	/** The answers to questions, as flags; written as comments. */
	answers?: string[];
	up: string[];
	down: string[];
	/** False where a statement cannot be in a transaction. */
	transactional?: boolean;
	/** The schema after it. */
	snapshot: Snapshot;
	/** It is a backfill. */
	fill?: Fill;
	/** The same for other kinds of database than the project's own. */
	others?: Variant[];
	/** What is written instead of ours: a migration and perhaps a snapshot in MikroORM's format. */
	files?: NewFile[];
}

export function newMigrationPath({app, name, files}: NewMigration): string {
	return files?.[0]?.path ?? path.join(app.migrationsFolder, `${name}.ts`);
}

/**
 * `0003_…`: one more than the highest number of the app; `0001_squashed_0004_…` counts as 4.
 * @param unwritten how many come before it that are not on disk yet
 */
export function numbered(slug: string, app: App, graph: MigrationGraph, unwritten = 0): string {
	const numbers = graph
		.of(app.label)
		.flatMap(({id, replaces}) => [id, ...replaces])
		.map(id => id.slice(id.indexOf('.') + 1))
		.map(name => Number.parseInt(/_squashed_(\d+)/.exec(name)?.[1] ?? name, 10));
	return `${String(Math.max(0, ...numbers) + 1 + unwritten).padStart(4, '0')}_${slug}`;
}

/**
 * Writes the migrations and the snapshots after them; all or none.
 * @throws CommandError `not-written`
 */
export function writeMigrations(migrations: NewMigration[], driver: Dialect): void {
	writeTogether(migrations.flatMap(migration => migration.files ?? filesOf(migration, driver)));
}

function filesOf(migration: NewMigration, driver: Dialect): NewFile[] {
	const {app, name, others = []} = migration;
	const snapshots = [{driver, snapshot: migration.snapshot}, ...others].map(variant => ({
		path: snapshotPath(app, variant.driver),
		text: formatSnapshot({...variant.snapshot, head: name}),
	}));
	return [{path: newMigrationPath(migration), text: text(migration, driver)}, ...snapshots];
}

function text(migration: NewMigration, driver: Dialect): string {
	const {app, name, dependencies, answers = [], up, down, transactional, others = []} = migration;
	const all = [{driver, up, down}, ...others];
	const isEmpty = all.every(({up, down}) => up.length + down.length === 0);
	const variants = isEmpty ? all.slice(0, 1) : all;
	const lines = answers.map(answer => answer.replace(/\s+/g, ' '));
	const generated = isEmpty ? [] : [generatedComment(variants, lines)];
	return sourceOf({
		id: `${app.label}.${name}`,
		isNameNew: !hasName(app.folder),
		...{dependencies, transactional},
		comments: [...generated, ...lines.map(answer => `Answered: ${answer}`)],
		variants: variants.map(one => ({...one, up: [{sql: one.up}], down: [{sql: one.down}]})),
	});
}

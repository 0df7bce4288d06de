import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {TestContext} from 'node:test';
import {pathToFileURL} from 'node:url';
import {LiteralMigration} from '../../source/migrations/files/literal-migration.ts';
import {type MigrationReading, readMigration} from '../../source/migrations/files/reading.ts';
import {driverClasses} from '../../source/mikro-orm/driver-name.ts';
import type {Dialect} from '../../source/project/database/dialect.ts';
import {linkPackages, temporaryFolder} from './project.ts';

/**
 * Reads migrations, and imports them as well.
 * @returns reads one, and fails where it runs code, or does something else when it is imported
 */
export function literalReader(test: TestContext) {
	const folder = temporaryFolder(test);
	linkPackages(folder);
	writeFileSync(path.join(folder, 'package.json'), '{"type": "module"}');
	let count = 0;
	return async (
		source: string,
		{ending = 'ts', driver = 'sqlite' as Dialect} = {},
	): Promise<MigrationReading> => {
		const file = path.join(folder, `${String(++count)}/0001_one.${ending}`);
		mkdirSync(path.dirname(file));
		writeFileSync(file, source);
		const reading = readMigration(source, file);
		assert.ok(reading.literal, `read as code:\n${source}`);
		const Migration = await classIn(file);
		const made = [{constructor: {name: driverClasses[driver]}}, {}] as const;
		const imported = new Migration(...made);
		const literal = new LiteralMigration(reading.literal, made[0]);
		for (const direction of ['up', 'down'] as const) {
			assert.deepEqual(await sentBy(literal, direction), await sentBy(imported, direction), source);
		}
		assert.equal(literal.isTransactional(), imported.isTransactional());
		assert.equal(reading.literal.name, imported.name);
		assert.deepEqual(reading.statics, {...Migration});
		return reading;
	};
}

async function classIn(file: string): Promise<any> {
	const exported = await import(pathToFileURL(file).href);
	const all = {...exported, ...exported.default};
	return Object.values(all).find(value => typeof value === 'function');
}

/** Its statements, or those before the error that it throws, and the error. */
async function sentBy(migration: any, direction: 'up' | 'down'): Promise<unknown[]> {
	migration.reset();
	try {
		await migration[direction]();
	} catch (error) {
		return [...migration.getQueries(), (error as Error).message];
	}
	return [...migration.getQueries()];
}

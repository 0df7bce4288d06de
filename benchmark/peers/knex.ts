import {cpSync} from 'node:fs';
import path from 'node:path';
import {timed} from '../measure.ts';
import {holdsAll, removeDatabase} from './database.ts';
import type {Peer} from './peer.ts';
import {migrations, write} from './shape.ts';

/** It compares nothing: its migrations are written by hand. */
export function knex(folder: string, modules: string): Peer {
	const database = path.join(folder, 'db.sqlite3');
	const kept = path.join(folder, 'kept.sqlite3');
	const command = (name: string) => [process.execPath, path.join(modules, 'knex/bin/cli.js'), name];
	writeProject(folder);
	timed(command('migrate:latest'), folder);
	cpSync(database, kept);
	return {
		name: 'Knex',
		jobs: {
			apply: {
				cwd: folder,
				words: command('migrate:latest'),
				prepare: () => removeDatabase(database),
				isDone: () => holdsAll(database, 'knex_migrations'),
				remark: 'one transaction for all',
			},
			status: {
				cwd: folder,
				words: command('migrate:list'),
				prepare() {
					removeDatabase(database);
					cpSync(kept, database);
				},
				isDone: ({stdout}) => stdout.match(/_part\.js/g)?.length === 500,
			},
		},
	};
}

function writeProject(folder: string): void {
	write(folder, 'package.json', '{"name": "knexed", "private": true}\n');
	write(
		folder,
		'knexfile.js',
		`module.exports = {client: 'better-sqlite3', connection: {filename: './db.sqlite3'}, useNullAsDefault: true};\n`,
	);
	for (const [index, {sql, table}] of migrations.entries()) {
		write(
			path.join(folder, 'migrations'),
			`202601010${String(index).padStart(5, '0')}_part.js`,
			`exports.up = knex => knex.raw(${JSON.stringify(sql)});

exports.down = knex => knex.schema.dropTable('${table}');
`,
		);
	}
}

import {cpSync, symlinkSync} from 'node:fs';
import path from 'node:path';
import {timed} from '../measure.ts';
import {holdsAll, removeDatabase} from './database.ts';
import type {Peer} from './peer.ts';
import {migrations, write} from './shape.ts';

/** Node and the driver, and nothing else: what no program on Node can be faster than. */
export function floor(folder: string): Peer {
	const database = path.join(folder, 'db.sqlite3');
	const kept = path.join(folder, 'kept.sqlite3');
	for (const [index, {sql}] of migrations.entries()) {
		write(path.join(folder, 'sql'), `${String(index).padStart(4, '0')}.sql`, sql);
	}
	write(folder, 'apply.cjs', applying);
	write(folder, 'status.cjs', showing);
	symlinkSync(
		path.resolve(import.meta.dirname, '../../node_modules'),
		path.join(folder, 'node_modules'),
	);
	timed([process.execPath, 'apply.cjs'], folder);
	cpSync(database, kept);
	const node = {
		cwd: folder,
		words: [process.execPath, '-e', '0'],
		prepare: () => {},
		isDone: () => true,
	};
	return {
		name: '(Node and the driver alone)',
		jobs: {
			whole: node,
			version: node,
			apply: {
				cwd: folder,
				words: [process.execPath, 'apply.cjs'],
				prepare: () => removeDatabase(database),
				isDone: () => holdsAll(database, 'done'),
			},
			status: {
				cwd: folder,
				words: [process.execPath, 'status.cjs'],
				prepare() {
					removeDatabase(database);
					cpSync(kept, database);
				},
				isDone: ({stdout}) => stdout.match(/^\[X\] /gm)?.length === 500,
			},
		},
	};
}

const applying = `const {readdirSync, readFileSync} = require('node:fs');
const Database = require('better-sqlite3');
const database = new Database('db.sqlite3');
database.exec('create table if not exists done (name text)');
const record = database.prepare('insert into done values (?)');
for (const name of readdirSync('sql').sort()) {
	database.exec('begin immediate');
	database.exec(readFileSync('sql/' + name, 'utf8'));
	record.run(name);
	database.exec('commit');
}
`;

const showing = `const {readdirSync} = require('node:fs');
const Database = require('better-sqlite3');
const done = new Set(new Database('db.sqlite3').prepare('select name from done').pluck().all());
process.stdout.write(readdirSync('sql').sort().map(name => (done.has(name) ? '[X] ' : '[ ] ') + name).join('\\n') + '\\n');
`;

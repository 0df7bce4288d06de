import assert from 'node:assert/strict';
import {createRequire} from 'node:module';
import {type AddressInfo, createServer} from 'node:net';
import test from 'node:test';
import {
	databaseAddress,
	databasePlace,
	isMissingFile,
	serverOptions,
	sqliteFile,
	unreachable,
} from '../../../source/project/database/address.ts';
import type {DatabaseSettings} from '../../../source/project/settings/settings.ts';
import {temporaryFolder} from '../../support/project.ts';

const require = createRequire(import.meta.url);
const over = (database: DatabaseSettings, root = '/shop') =>
	({root, settingsFile: '/shop/settings.ts', settings: {database}}) as any;
const url = 'postgresql://app%40x:secret@db.local:5433/my%20shop';

test('an address comes from single keys or a URL, and never has the password', () => {
	assert.deepEqual(databaseAddress(over({driver: 'postgresql', url})), {
		...{driver: 'postgresql', name: 'my shop', host: 'db.local', port: 5433, user: 'app@x'},
	});
	assert.deepEqual(databaseAddress(over({driver: 'mysql', name: 'shop', password: 'secret'})), {
		...{driver: 'mysql', name: 'shop', host: '127.0.0.1', port: undefined, user: undefined},
	});
	assert.deepEqual(databaseAddress(over({driver: 'sqlite', name: 'db.sqlite3'})), {
		...{driver: 'sqlite', name: 'db.sqlite3'},
	});
	assert.equal(databasePlace({name: 'shop', host: 'db', user: 'ann'}), 'ann@db/shop');
	assert.equal(databasePlace({name: 'db.sqlite3'}), 'db.sqlite3');
});

test('a driver gets the usual host and port where the settings name none', () => {
	const options = {user: 'ann', password: 'secret', database: 'shop'};
	const database = {driver: 'mysql', name: 'shop', user: 'ann', password: 'secret'} as const;
	assert.deepEqual(serverOptions(database, 3306), {...options, host: '127.0.0.1', port: 3306});
	assert.deepEqual(serverOptions({...database, host: 'db', port: 7}, 3306), {
		...options,
		...{host: 'db', port: 7},
	});
});

test('a SQLite file is relative to the project, unless it is in memory', t => {
	assert.equal(sqliteFile(over({driver: 'sqlite', name: 'data/db'})), '/shop/data/db');
	assert.equal(sqliteFile(over({driver: 'sqlite', name: ':memory:'})), ':memory:');
	const root = temporaryFolder(t);
	assert.equal(isMissingFile(over({driver: 'sqlite', name: 'db'}, root)), true);
	assert.equal(isMissingFile(over({driver: 'mysql', name: 'db'}, root)), false);
});

test('an unreachable database is one sentence with its reason, and without its password', () => {
	const error = unreachable(over({driver: 'postgresql', url}), new Error('no route\nto host'));
	assert.equal(
		error.message,
		'The postgresql database app@x@db.local:5433/my shop cannot be used: no route.',
	);
	assert.deepEqual([error.code, error.reason], ['database-unreachable', 'no route']);
	const coded = Object.assign(new Error(), {code: 'ECONNREFUSED'});
	assert.match(
		unreachable(over({driver: 'mysql', name: 'shop'}), coded).message,
		/ECONNREFUSED\.$/,
	);
});

test('a server without SSL that is asked for it: the hint says which of them to change', async t => {
	// Its answer to the request for SSL is no.
	const server = createServer(socket => socket.once('data', () => socket.end('N'))).listen(0);
	t.after(() => server.close());
	const {port} = server.address() as AddressInfo;
	const {Client} = createRequire(require.resolve('@mikro-orm/postgresql'))('pg');
	const refused = await new Client({host: '127.0.0.1', port, ssl: true}).connect().catch(Object);
	const coded = Object.assign(new Error(), {code: 'HANDSHAKE_NO_SSL_SUPPORT'});
	for (const error of [refused, coded]) {
		const {hint} = unreachable(over({driver: 'postgresql', url}), error);
		assert.match(hint!, /^settings\.ts asks for SSL .* Turn it off there, or on at the server\.$/);
	}
});

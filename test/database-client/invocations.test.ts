import assert from 'node:assert/strict';
import test from 'node:test';
import {mysql, postgresql, sqlite} from '../../source/database-client/invocations.ts';

const password = `p:w\\"d`;

test('psql gets its connection through the environment and its password through a file', () => {
	const {words, environment, secretFile} = postgresql({
		name: 'books',
		host: 'db.example.com',
		user: 'ada',
		password,
		parameters: new URLSearchParams('sslmode=require&statement_timeout=5'),
	});
	assert.deepEqual(words, ['postgresql:///?sslmode=require']);
	assert.deepEqual(environment, {
		PGSERVICE: undefined,
		PGHOSTADDR: undefined,
		PGHOST: 'db.example.com',
		PGPORT: '5432',
		PGDATABASE: 'books',
		PGUSER: 'ada',
		PGPASSWORD: undefined,
	});
	assert.equal(secretFile?.text, 'db.example.com:5432:*:ada:p\\:w\\\\"d\n');
	assert.deepEqual(secretFile.pass('/f'), {environment: {PGPASSFILE: '/f'}});
});

test('mysql gets its password through a file that is its first argument', () => {
	const {words, secretFile} = mysql(
		{name: 'books', host: 'localhost', user: 'ada', password, parameters: new URLSearchParams()},
		['mariadb'],
		['/home/ada/.my.cnf'],
	);
	assert.deepEqual(words, [
		'--host=localhost',
		'--port=3306',
		'--protocol=tcp',
		'--user=ada',
		'--database=books',
	]);
	assert.equal(secretFile?.text, '!include /home/ada/.my.cnf\n[client]\npassword="p:w\\\\\\"d"\n');
	assert.deepEqual(secretFile.pass('/f'), {words: ['--defaults-file=/f']});
});

test('without a password there is no file, and a socket path is not passed as a host', () => {
	const credentials = {name: 'books', host: '/run/db.sock', parameters: new URLSearchParams()};
	assert.deepEqual(mysql(credentials, []).words, ['--socket=/run/db.sock', '--database=books']);
	assert.equal(mysql(credentials, []).secretFile, undefined);
	assert.equal(postgresql(credentials).secretFile, undefined);
	// Where the settings have none, the environment's is good, for MikroORM as well.
	assert.equal('PGPASSWORD' in postgresql(credentials).environment!, false);
	assert.match(postgresql({...credentials, password: 'x'}).secretFile!.text, /^\*:5432:\*:\*:x\n$/);
	assert.deepEqual(sqlite('/srv/db.sqlite3'), {programs: ['sqlite3'], words: ['/srv/db.sqlite3']});
});

import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {commandLine} from '../support/command-line.ts';
import {makePlainProject, type PlainProject} from '../support/plain-project.ts';
import {skipWithout} from '../support/requires.ts';
import {isThere, makeDatabase, type Server, servers} from '../support/servers.ts';
import {fillLibrary, readLibrary, wideEntities} from '../support/wide-library.ts';

for (const server of servers) {
	const {driver} = server;
	const options = {skip: skipWithout(`a ${driver} server`, isThere(server))};

	test(`${driver}: rows of SQLite are the same there, and on the way back`, options, async t => {
		const [from, to, back] = [await onSqlite(t), await onServer(t, server), await onSqlite(t)];
		await fillLibrary(from.root);
		const dump = await dumped(from);
		assert.match(await loaded(to, dump), /^Installed 10 object\(s\) from 1 fixture\(s\)$/m);
		const read = await readLibrary(from.root);
		assert.deepEqual(await readLibrary(to.root), read);
		const again = await dumped(to);
		assert.deepEqual(comparable(again), comparable(dump));
		await loaded(back, again);
		assert.deepEqual(await readLibrary(back.root), read);
	});

	test(`${driver}: a load overwrites rows, and the numbers go on after them`, options, async t => {
		const to = await onServer(t, server);
		await loaded(to, row('Animal', {id: 7, name: 'Old', kind: 'cat', lives: 3}));
		await loaded(to, row('Animal', {id: 7, name: 'New', kind: 'cat'}));
		await loaded(to, row('Animal', {name: 'Next', kind: 'dog'}));
		const animals = (await dumped(to)).split('\n').filter(line => line.includes('Animal'));
		assert.deepEqual(
			animals.map(line => JSON.parse(line).row),
			[
				{id: 7, name: 'New', kind: 'cat', lives: 3, is_loud: null},
				{id: 8, name: 'Next', kind: 'dog', lives: null, is_loud: null},
			],
		);
		const flushed = await commandLine(to.root, ['flush', '--noinput']);
		assert.equal(flushed.code, 0, flushed.stderr);
		await loaded(to, row('Animal', {name: 'First', kind: 'dog'}));
		assert.match(await dumped(to), /"id":1,"name":"First"/);
	});

	test(`${driver}: a row that is refused is named, and nothing is changed`, options, async t => {
		const to = await onServer(t, server);
		const tag = '00000000-0000-4000-8000-00000000000';
		const good = row('Tag', {id: `${tag}1`, name: 'a'});
		const twin = await load(to, good + row('Tag', {id: `${tag}2`, name: 'a'}));
		assert.equal(twin.code, 1);
		assert.match(twin.stderr, /^Error: \S+data\.jsonl:2: the database refuses it: .+/);
		const lost = await load(
			to,
			good + row('Author', {id: 1, name: 'A', address_street: '', mentor_id: 5}),
		);
		assert.equal(lost.code, 1);
		assert.match(lost.stderr, /^Error: .*author.*mentor_id/i);
		assert.doesNotMatch(lost.stdout, /Installed/);
		assert.doesNotMatch(await dumped(to), /"entity"/);
	});
}

async function onSqlite(t: TestContext): Promise<PlainProject> {
	return migrated(makePlainProject(t, wideEntities));
}

async function onServer(t: TestContext, server: Server): Promise<PlainProject> {
	const {driver, host, port, user} = server;
	const {name} = await makeDatabase(t, server);
	const options = JSON.stringify({dbName: name, host, port, user}).slice(1, -1);
	return migrated(makePlainProject(t, wideEntities, options, driver));
}

async function migrated(project: PlainProject): Promise<PlainProject> {
	for (const command of ['makemigrations', 'migrate']) {
		const {code, stderr} = await commandLine(project.root, [command, '--noinput']);
		assert.equal(code, 0, stderr);
	}
	return project;
}

async function dumped({root}: PlainProject): Promise<string> {
	const {code, stdout, stderr} = await commandLine(root, ['dumpdata']);
	assert.equal(code, 0, stderr);
	return stdout;
}

function load({root}: PlainProject, text: string) {
	const file = path.join(root, 'data.jsonl');
	writeFileSync(file, text);
	return commandLine(root, ['loaddata', file]);
}

async function loaded(project: PlainProject, text: string): Promise<string> {
	const {code, stdout, stderr} = await load(project, text);
	assert.equal(code, 0, stderr);
	return stdout;
}

function row(entity: string, values: object): string {
	return `${JSON.stringify({entity, row: values})}\n`;
}

/** A decimal keeps its zeros in some databases, and JSON its spaces. */
function comparable(dump: string): string[] {
	return dump
		.replaceAll(/"price":"([\d.]+)"/g, (_, price) => `"price":${Number(price)}`)
		.replaceAll(/(?<=[:,]) (?=[[{\\\d"n])/g, '')
		.split('\n');
}

import assert from 'node:assert/strict';
import {EventEmitter} from 'node:events';
import fs, {mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync} from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {Interest} from '../../../source/project/watch/interest.ts';
import {watchSources} from '../../../source/project/watch/reloader.ts';
import {temporaryFolder} from '../../support/project.ts';
import {until} from '../../support/wait.ts';

function allCode(root: string): Interest {
	const interest = new Interest(root);
	interest.countsAllCode = true;
	return interest;
}

async function watched(t: TestContext) {
	const root = temporaryFolder(t);
	for (const folder of ['app', 'node_modules/x', '.quarterdeck', 'dist', '.git']) {
		mkdirSync(path.join(root, folder), {recursive: true});
	}
	const write = (name: string, text: string) => writeFileSync(path.join(root, name), text);
	write('app/views.ts', 'one');
	write('settings.ts', 'one');
	const bursts: string[][] = [];
	const watching = await watchSources(allCode(root), files =>
		bursts.push(files.map(file => path.relative(root, file)).sort()),
	);
	t.after(() => watching.close());
	const told = (name: string) => until(`${name} is told`, () => bursts.flat().includes(name));
	return {root, write, bursts, told, at: (name: string) => path.join(root, name)};
}

test('reports each save, atomic ones included', async t => {
	const {write, bursts, told, at} = await watched(t);
	write('app/views.ts', 'two');
	await told('app/views.ts');
	for (const text of ['three', 'four', 'five']) {
		bursts.length = 0;
		write('app/views.ts~', text);
		renameSync(at('app/views.ts~'), at('app/views.ts'));
		await told('app/views.ts');
	}
});

test('reports new and deleted files, including templates and .env', async t => {
	const {write, told, at} = await watched(t);
	mkdirSync(at('app/templates'));
	for (const name of [
		'app/new.ts',
		'app/templates/page.html',
		'tsconfig.json',
		'.env',
		'app/old.cts',
	]) {
		write(name, 'new');
		await told(name);
	}
	rmSync(at('settings.ts'));
	await told('settings.ts');
});

test('reports simultaneous saves together', async t => {
	const {write, bursts, told} = await watched(t);
	for (let number = 0; number < 30; number++) write(`app/file-${number}.ts`, 'new');
	await told('app/file-29.ts');
	assert.equal(bursts.length, 1);
	assert.equal(bursts[0]!.length, 30);
});

test('ignores other files, and saves that change nothing', async t => {
	const {write, bursts, told, at} = await watched(t);
	const names = [
		'db.sqlite3',
		'db.sqlite3-journal',
		'x.log',
		'x.tmp',
		'x.json',
		'x.html',
		'dist/x.ts',
		'.git/x.json',
	];
	for (const name of [...names, 'node_modules/x/index.js', '.quarterdeck/status.json']) {
		write(name, 'new');
	}
	write('settings.ts', 'one');
	utimesSync(at('app/views.ts'), new Date(), new Date());
	await new Promise(resolve => setTimeout(resolve, 200));
	write('app/last.ts', 'last');
	await told('app/last.ts');
	assert.deepEqual(bursts, [['app/last.ts']]);
});

test('reports files saved between reading the sources and watching', async t => {
	const root = temporaryFolder(t);
	writeFileSync(path.join(root, 'settings.ts'), 'one');
	const told: string[] = [];
	const start = statSync(path.join(root, 'settings.ts')).ctimeMs;
	const early = await watchSources(allCode(root), files => told.push(...files), {
		since: start + 60_000,
	});
	const late = await watchSources(allCode(root), files => told.push(...files), {since: start});
	t.after(() => Promise.all([early.close(), late.close()]));
	await until('the save is told', () => told.length > 0);
	assert.deepEqual(told, [path.join(root, 'settings.ts')]);
});

test('a file from the future, of a clock that was ahead, is not reported at every start', async t => {
	const root = temporaryFolder(t);
	const file = path.join(root, 'settings.ts');
	writeFileSync(file, 'one');
	const past = statSync(file).ctimeMs - 24 * 60 * 60_000;
	t.mock.timers.enable({apis: ['Date'], now: past});
	const told: string[] = [];
	const watcher = await watchSources(allCode(root), files => told.push(...files), {since: past});
	t.after(() => watcher.close());
	const last = path.join(root, 'last.ts');
	writeFileSync(last, '');
	await until('the new one is told', () => told.includes(last));
	assert.deepEqual(told, [last]);
});

test('finds files saved while watching starts', async t => {
	const root = temporaryFolder(t);
	const file = path.join(root, 'settings.ts');
	writeFileSync(file, 'one');
	const deaf = Object.assign(new EventEmitter(), {close() {}});
	t.mock.method(fs, 'watch', () => deaf);
	syncBuiltinESMExports();
	t.after(() => syncBuiltinESMExports());
	const told: string[] = [];
	const watcher = await watchSources(allCode(root), files => told.push(...files));
	t.after(() => watcher.close());
	writeFileSync(file, 'a second text');
	await until('the save is told', () => told.includes(file));
});

test('polls the files, with a notice, when the limit of watches is reached', async t => {
	const root = temporaryFolder(t);
	const file = path.join(root, 'settings.ts');
	writeFileSync(file, 'one');
	const exhausted = Object.assign(new Error('no space left on device, watch'), {code: 'ENOSPC'});
	const watching = t.mock.method(fs, 'watch', () => {
		throw exhausted;
	});
	syncBuiltinESMExports();
	const told: string[] = [];
	const notices: string[] = [];
	const watcher = await watchSources(allCode(root), files => told.push(...files), {
		notice: text => notices.push(text),
	});
	t.after(() => watcher.close());
	watching.mock.restore();
	syncBuiltinESMExports();
	assert.deepEqual(notices.length, 1);
	assert.match(notices[0]!, /files are checked once per second/);
	writeFileSync(file, 'a second text');
	await until('the save is told', () => told.includes(file));
});

test('a folder that is created at any moment of the start is seen', async t => {
	const root = temporaryFolder(t);
	mkdirSync(path.join(root, 'app'));
	writeFileSync(path.join(root, 'app/views.ts'), 'one');
	for (let moment = 0; moment < 40; moment++) {
		const told: string[] = [];
		const since = Date.now() - 1000;
		const watching = watchSources(allCode(root), files => told.push(...files), {since});
		for (let turn = 0; turn < moment; turn++) await new Promise(setImmediate);
		const file = path.join(root, `new-${moment}`, 'entities.ts');
		mkdirSync(path.dirname(file));
		writeFileSync(file, '');
		await until(`${file} is told`, () => told.includes(file));
		await (await watching).close();
		rmSync(path.dirname(file), {recursive: true});
	}
});

test('packages that are removed and installed again are reported where they may be lacking', async t => {
	const {bursts, told, at} = await watched(t);
	renameSync(at('node_modules'), at('away'));
	await told('node_modules');
	bursts.length = 0;
	renameSync(at('away'), at('node_modules'));
	await told('node_modules');
	bursts.length = 0;
	writeFileSync(at('node_modules/.package-lock.json'), '{}');
	await told('node_modules');
});

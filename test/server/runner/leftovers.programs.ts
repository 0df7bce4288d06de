import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {stopServer} from '../../../source/server/control/lifecycle.ts';
import {aliveWith, helpers, withHelpers} from '../../support/helpers.ts';
import {
	ownPageProject,
	recordOf,
	request,
	savePage,
	signal,
	start,
	untilAnswer,
	untilState,
} from '../../support/server.ts';
import {until} from '../../support/wait.ts';

const skip = process.platform !== 'linux' && 'needs /proc';
const operator = 'tester';

async function serverWithHelpers(t: TestContext, kinds?: string[]) {
	const root = ownPageProject(t, 'one', "{file: './main.ts', spare: true}");
	const seconds = withHelpers(root, kinds);
	t.after(() => {
		for (const pid of aliveWith(seconds)) signal(pid, 'SIGKILL');
	});
	const url = await start(root);
	const count = kinds?.length ?? Object.keys(helpers).length;
	await until('the helpers run', () => aliveWith(seconds).length >= count);
	return {root, url, seconds, first: aliveWith(seconds)};
}

const noneOf = (pids: number[], seconds: string) => () => {
	const alive = aliveWith(seconds);
	return pids.every(pid => !alive.includes(pid));
};

test('what an application has started ends with a reload and with a stop, whatever it did', {
	skip,
}, async t => {
	const {root, url, seconds, first} = await serverWithHelpers(t);
	// Its own by its arguments only: another program of the same user.
	const other = spawn('sleep', [`${seconds}1`], {detached: true});
	t.after(() => other.kill('SIGKILL'));
	savePage(root, 'two');
	const main = path.join(root, 'main.ts');
	writeFileSync(main, `import './helpers.ts';\n${readFileSync(main, 'utf8')}`);
	await untilAnswer(url, 'two');
	await until('the helpers of the old one are gone', noneOf(first, seconds));
	await until(
		'those of the new one run',
		() => aliveWith(seconds).length > Object.keys(helpers).length,
	);
	await stopServer(root, {operator});
	assert.deepEqual(aliveWith(seconds), [other.pid]);
});

test('what a killed application has started ends', {skip}, async t => {
	const kinds = Object.keys(helpers).filter(kind => kind !== 'no environment');
	const {root, seconds, first} = await serverWithHelpers(t, kinds);
	signal(recordOf(root).children[0]!.pid, 'SIGKILL');
	await until('they are gone', noneOf(first, seconds));
	await untilState(root, 'running');
	await stopServer(root, {operator});
	assert.deepEqual(aliveWith(seconds), []);
});

test('without its runner, an application ends what it has started; so does a spare without both', {
	skip,
}, async t => {
	for (const isAlone of [false, true]) {
		const {root, seconds} = await serverWithHelpers(
			t,
			isAlone ? ['child', 'double fork'] : undefined,
		);
		await until('there is a spare', () => recordOf(root).children.length === 2);
		const {runner, children} = recordOf(root);
		if (isAlone) for (const pid of [runner.pid, children[0]!.pid]) signal(pid, 'SIGKILL');
		else signal(runner.pid, 'SIGKILL');
		await until('they are gone', () => aliveWith(seconds).length === 0);
	}
});

test('where everything was killed, stopping or the next start ends what is left', {
	skip,
}, async t => {
	const {root, seconds} = await serverWithHelpers(t, ['detached', 'double fork']);
	const killAll = () => {
		const {runner, children} = recordOf(root);
		for (const {pid} of [runner, ...children]) signal(pid, 'SIGKILL');
		assert.ok(aliveWith(seconds).length > 0);
	};
	await until('there is a spare', () => recordOf(root).children.length === 2);
	killAll();
	assert.equal(await stopServer(root, {operator}), true);
	assert.deepEqual(aliveWith(seconds), []);
	await start(root);
	await until('the helpers run', () => aliveWith(seconds).length > 1);
	await until('there is a spare', () => recordOf(root).children.length === 2);
	const before = aliveWith(seconds);
	killAll();
	await start(root);
	assert.ok(noneOf(before, seconds)());
	await stopServer(root, {operator});
});

test('the next application finds the port of a helper free', {skip}, async t => {
	const root = ownPageProject(t);
	const port = 20_000 + Math.floor(Math.random() * 10_000);
	const helper = `process.on('SIGTERM', () => setTimeout(() => process.exit(), 300)); require('node:http').createServer((_, response) => response.end('helper')).listen(${port}, '127.0.0.1')`;
	const main = (text: string) => `import {spawn} from 'node:child_process';
import {createServer} from 'node:http';

const helper = spawn(process.execPath, ['-e', ${JSON.stringify(helper)}], {detached: true, stdio: 'ignore'});
helper.on('exit', () => process.exit(1));
export default createServer((_, response) => response.end('${text}'));
`;
	const file = path.join(root, 'main.ts');
	writeFileSync(file, main('one'));
	const url = await start(root);
	for (const text of ['two', 'three']) {
		await until(
			'the helper answers',
			async () =>
				(await request(`http://127.0.0.1:${port}/`).catch(() => undefined))?.text === 'helper',
		);
		writeFileSync(file, main(text));
		await untilAnswer(url, text);
	}
	await until(
		'the helper answers',
		async () =>
			(await request(`http://127.0.0.1:${port}/`).catch(() => undefined))?.text === 'helper',
	);
	assert.equal(recordOf(root).lastExit, undefined);
	await stopServer(root, {operator});
	await assert.rejects(request(`http://127.0.0.1:${port}/`));
});

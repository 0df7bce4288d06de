import assert from 'node:assert/strict';
import {appendFileSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {readServerStatus, startServer} from '../../source/server/control/lifecycle.ts';
import {serverLogPath} from '../../source/server/control/log-file.ts';
import {
	onePageProject,
	processesOf,
	recordOf,
	request,
	savePage,
	sharedServer,
	signal,
	start,
	untilAnswer,
	untilState,
} from '../support/server.ts';
import {until} from '../support/wait.ts';

const operator = 'tester';

const shared = sharedServer();
const {root} = shared;

const log = () => readFileSync(serverLogPath(root), 'utf8');

async function mend(): Promise<void> {
	const text = `mended ${performance.now()}`;
	savePage(root, text);
	await untilAnswer(shared.url, text);
	await untilState(root, 'running');
}

test('a syntax error is answered on the open port, and the next save mends it', async () => {
	const source = readFileSync(path.join(root, 'urls.ts'), 'utf8');
	appendFileSync(path.join(root, 'urls.ts'), '\nconst broken = "<b>" ;;; =\n');
	await untilState(root, 'crashed');
	const {reason} = await readServerStatus(root);
	const line = source.split('\n').length + 1;
	assert.match(reason!, new RegExp(`^urls\\.ts:${line}: `));
	assert.equal(recordOf(root).lastExit?.line, line);
	assert.equal(recordOf(root).lastExit?.file, path.join(root, 'urls.ts'));
	const page = await request(shared.url);
	assert.equal(page.status, 500);
	assert.ok(page.text.includes(`urls.ts:${line}`), page.text);
	await mend();
});

test('a module that is missing and an error at import are answered with their place', async () => {
	for (const [source, expected] of [
		["import './nowhere.ts';\n", /urls\.ts:1: .*nowhere\.ts/],
		["\nthrow new Error('<script>no</script>');\n", /urls\.ts:2: &lt;script&gt;no/],
	] as const) {
		writeFileSync(path.join(root, 'urls.ts'), source);
		await until('the reason is shown', async () => expected.test((await request(shared.url)).text));
		assert.ok(!(await request(shared.url)).text.includes('<script>'));
	}
	await mend();
});

test('exceptions and rejections that nobody caught crash the application, not the port', async () => {
	for (const page of ['crash', 'reject']) {
		await request(shared.url + page).catch(() => {});
		await untilState(root, 'crashed');
		const {reason} = await readServerStatus(root);
		assert.match(reason!, new RegExp(`^urls\\.ts:\\d+: Error: the page did ${page}$`));
		await until('it is answered', async () =>
			(await request(shared.url)).text.includes(`the page did ${page}`),
		);
		await mend();
	}
});

test('an application that ends by itself is not started again until the next save', async () => {
	await request(`${shared.url}exit`).catch(() => {});
	await untilState(root, 'crashed');
	assert.match((await readServerStatus(root)).reason!, /ended normally, without an error\.$/);
	const {restarts} = recordOf(root);
	await until('it is answered', async () =>
		(await request(shared.url)).text.includes('ended normally'),
	);
	assert.equal(recordOf(root).restarts, restarts);
	await mend();
});

test('one that is killed is started again, with no connection refused', async () => {
	signal(recordOf(root).children[0]!.pid, 'SIGKILL');
	await until('it is noted', () => recordOf(root).lastExit?.signal === 'SIGKILL');
	assert.equal((await request(shared.url)).status, 200);
	assert.match(log(), /The application was killed by SIGKILL\./);
});

test('one that does not hear is killed after three seconds, and that is said', async () => {
	const [deaf] = recordOf(root).children;
	signal(deaf!.pid, 'SIGSTOP');
	savePage(root, 'the next');
	await untilAnswer(shared.url, 'the next');
	await until('it is gone', () => !processesOf(root).includes(deaf!.pid));
	assert.match(log(), /did not exit within 3 seconds and was killed\./);
});

test('a state file that cannot be written ends nothing', async () => {
	const folder = path.join(root, '.quarterdeck/server.json');
	const {rmSync, mkdirSync} = await import('node:fs');
	rmSync(folder);
	mkdirSync(folder);
	savePage(root, 'without a record');
	await untilAnswer(shared.url, 'without a record');
	assert.equal((await readServerStatus(root)).state, 'running');
	rmSync(folder, {recursive: true});
	await mend();
	assert.equal(recordOf(root).state, 'running');
});

test('a hang-up does not reach the server', async () => {
	await until('the others are gone', () => processesOf(root).length === 2);
	for (const pid of processesOf(root)) signal(pid, 'SIGHUP');
	assert.equal((await request(`${shared.url}slow`)).status, 200);
	assert.equal(processesOf(root).length, 2);
});

test('a server whose application never ran still starts, with the reason', async t => {
	const broken = onePageProject(t);
	writeFileSync(path.join(broken, 'urls.ts'), 'export default [ ;\n');
	const {started, status} = await startServer(broken, {host: '127.0.0.1', port: 0, operator});
	assert.equal(started, true);
	assert.equal(status.state, 'crashed');
	assert.ok((await request(status.url!)).text.includes('urls.ts:1'));
	savePage(broken, 'mended');
	await untilAnswer(status.url!, 'mended');
});

test('the application leaves when its runner is killed, and the next start works', async () => {
	signal(recordOf(root).runner.pid, 'SIGKILL');
	await until('the application is gone', () => processesOf(root).length === 0, 4000);
	assert.equal((await readServerStatus(root)).state, 'stopped');
	assert.equal((await request(await start(root))).status, 200);
});

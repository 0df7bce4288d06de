import assert from 'node:assert/strict';
import {appendFileSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {readServerStatus} from '../../../source/server/control/lifecycle.ts';
import {serverLogPath} from '../../../source/server/control/log-file.ts';
import {
	launch,
	ownPageProject,
	processesOf,
	recordOf,
	request,
	savePage,
	sharedServer,
	signal,
	start,
	untilAnswer,
	untilState,
} from '../../support/server.ts';
import {until} from '../../support/wait.ts';

const shared = sharedServer();
const {root} = shared;

const log = () => readFileSync(serverLogPath(root), 'utf8');

async function fix(): Promise<void> {
	const text = `fixed ${performance.now()}`;
	savePage(root, text);
	await untilAnswer(shared.url, text);
	await untilState(root, 'running');
}

test('a syntax error is shown on the open port, and the next save fixes it', async () => {
	const source = readFileSync(path.join(root, 'main.ts'), 'utf8');
	appendFileSync(path.join(root, 'main.ts'), '\nconst broken = "<b>" ;;; =\n');
	await untilState(root, 'crashed');
	const {reason} = await readServerStatus(root);
	const line = source.split('\n').length + 1;
	assert.match(reason!, new RegExp(`^main\\.ts:${line}: `));
	assert.equal(recordOf(root).lastExit?.line, line);
	assert.equal(recordOf(root).lastExit?.file, path.join(root, 'main.ts'));
	const page = await request(shared.url);
	assert.equal(page.status, 500);
	assert.ok(page.text.includes(`main.ts:${line}`), page.text);
	await fix();
});

test('a missing module and an error at import are shown with file and line', async () => {
	for (const [source, expected] of [
		["import './nowhere.ts';\n", /main\.ts:1: .*nowhere\.ts/],
		["\nthrow new Error('<script>no</script>');\n", /main\.ts:2: &lt;script&gt;no/],
	] as const) {
		writeFileSync(path.join(root, 'main.ts'), source);
		await until('the reason is shown', async () => expected.test((await request(shared.url)).text));
		assert.ok(!(await request(shared.url)).text.includes('<script>'));
	}
	await fix();
});

test('uncaught exceptions and rejections crash the application, but the port stays open', async () => {
	for (const page of ['crash', 'reject']) {
		await request(shared.url + page).catch(() => {});
		await untilState(root, 'crashed');
		const {reason} = await readServerStatus(root);
		assert.match(reason!, new RegExp(`^main\\.ts:\\d+: Error: the page did ${page}$`));
		await until('it is answered', async () =>
			(await request(shared.url)).text.includes(`the page did ${page}`),
		);
		await fix();
	}
});

test('an application that exits is not started again until the next save', async () => {
	await request(`${shared.url}exit`).catch(() => {});
	await untilState(root, 'crashed');
	assert.match((await readServerStatus(root)).reason!, /ended normally, without an error\.$/);
	const {restarts} = recordOf(root);
	await until('it is answered', async () =>
		(await request(shared.url)).text.includes('ended normally'),
	);
	assert.equal(recordOf(root).restarts, restarts);
	await fix();
});

test('an application that is killed is started again, and no connection is refused', async () => {
	signal(recordOf(root).children[0]!.pid, 'SIGKILL');
	await until('the exit is recorded', () => recordOf(root).lastExit?.signal === 'SIGKILL');
	assert.equal((await request(shared.url)).status, 200);
	assert.match(log(), /The application was killed by SIGKILL\./);
});

test('an application that does not exit is killed after three seconds, and the log says so', async () => {
	const [stuck] = recordOf(root).children;
	signal(stuck!.pid, 'SIGSTOP');
	savePage(root, 'the next');
	await untilAnswer(shared.url, 'the next');
	await until('it is gone', () => !processesOf(root).includes(stuck!.pid));
	assert.match(log(), /did not exit within 3 seconds and was killed\./);
});

test('the server keeps running if its state file cannot be written', async () => {
	const folder = path.join(root, '.quarterdeck/server.json');
	const {rmSync, mkdirSync} = await import('node:fs');
	rmSync(folder);
	mkdirSync(folder);
	savePage(root, 'without a record');
	await untilAnswer(shared.url, 'without a record');
	assert.equal((await readServerStatus(root)).state, 'running');
	rmSync(folder, {recursive: true});
	await fix();
	assert.equal(recordOf(root).state, 'running');
});

test('a hang-up signal does not end the server', async () => {
	await until('the others are gone', () => processesOf(root).length === 2);
	for (const pid of processesOf(root)) signal(pid, 'SIGHUP');
	assert.equal((await request(`${shared.url}slow`)).status, 200);
	assert.equal(processesOf(root).length, 2);
});

test('a server whose application cannot run starts and shows the reason', async t => {
	const broken = ownPageProject(t);
	writeFileSync(path.join(broken, 'main.ts'), 'export default [ ;\n');
	const {started, status} = await launch(broken);
	assert.equal(started, true);
	assert.equal(status.state, 'crashed');
	assert.ok((await request(status.url!)).text.includes('main.ts:1'));
	savePage(broken, 'fixed');
	await untilAnswer(status.url!, 'fixed');
});

test('the application exits when its runner is killed, and the next start works', async () => {
	signal(recordOf(root).runner.pid, 'SIGKILL');
	await until('the application is gone', () => processesOf(root).length === 0, 4000);
	assert.equal((await readServerStatus(root)).state, 'stopped');
	assert.equal((await request(await start(root))).status, 200);
});

import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {type RunLock, takeRunLock} from '../../../source/migrations/locks/lock.ts';
import {openProject} from '../../../source/project/open/open.ts';
import type {Project} from '../../../source/project/project.ts';
import type {Event} from '../../../source/runs/events.ts';
import {databases} from '../../support/databases.ts';
import {packageRoot} from '../../support/project.ts';
import {until} from '../../support/wait.ts';

/** Takes the lock for as long as the test runs at most, and notes what is reported meanwhile. */
async function take(
	t: TestContext,
	project: Project,
	wait: boolean,
	events: Event[] = [],
): Promise<RunLock> {
	const ending = new AbortController();
	t.after(() => ending.abort());
	const work = takeRunLock(project, {wait, signal: ending.signal});
	for (;;) {
		const {done, value} = await work.next();
		if (done) {
			t.after(() => value.release());
			return value;
		}
		events.push(value);
	}
}

for (const {driver, options, makeShop} of databases) {
	test(`${driver}: one holder at a time, and waiting runs see who it is`, options, async t => {
		const {shop, rows} = await makeShop(t);
		const project = await openProject(shop.root);
		const first = await take(t, project, false);
		const held = new RegExp(
			`^The migration lock is held by \\S+@\\S+, pid ${process.pid}, since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC\\.$`,
		);
		await assert.rejects(take(t, project, false), {message: held, code: 'lock-held', exitCode: 4});
		const events: Event[] = [];
		const second = take(t, project, true, events);
		await assert.rejects(take(t, project, false), {code: 'lock-held'});
		await until('the waiter knows the holder', () => events.length > 0);
		await first.release();
		await (await second).release();
		assert.deepEqual(
			events.map(event => event.type === 'waiting-for-lock' && event.holder.split(',')[1]),
			[` pid ${process.pid}`],
		);
		if (driver !== 'sqlite') {
			await assert.rejects(rows('select * from quarterdeck_notes'), 'the note is gone');
		}
	});

	test(`${driver}: a lock whose holder was killed is free`, options, async t => {
		const {shop} = await makeShop(t);
		const project = await openProject(shop.root);
		writeFileSync(path.join(shop.root, 'hold.ts'), holding(shop.root));
		const child = spawn(
			process.execPath,
			['--expose-gc', '--import=tsx', path.join(shop.root, 'hold.ts')],
			{cwd: packageRoot},
		);
		t.after(() => child.kill('SIGKILL'));
		await once(child.stdout, 'data');
		const events: Event[] = [];
		const second = take(t, project, true, events);
		if (driver === 'sqlite') await until('the waiter knows the holder', () => events.length > 0);
		child.kill('SIGKILL');
		await (await second).release();
		if (driver === 'sqlite') {
			const [{holder}] = events as unknown as [{holder: string}];
			assert.match(holder, new RegExp(`, pid ${child.pid}, .* UTC, at shop\\.0001_one$`));
		}
		assert.ok(!existsSync(path.join(shop.root, '.quarterdeck/migrate.json')));
	});
}

/** A program that takes the lock, forgets all about it and says so. */
function holding(root: string): string {
	const source = (file: string) => JSON.stringify(path.join(packageRoot, 'source', file));
	return `import {takeRunLock} from ${source('migrations/locks/lock.ts')};
import {openProject} from ${source('project/open/open.ts')};

const work = takeRunLock(await openProject(${JSON.stringify(root)}), {wait: false, signal: new AbortController().signal});
const {value} = await work.next();
await value.announce('shop.0001_one');
setTimeout(() => {
	for (let i = 0; i < 5; i++) gc();
	process.stdout.write('held');
});
setInterval(() => {}, 1000);
`;
}

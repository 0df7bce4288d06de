import assert from 'node:assert/strict';
import {
	appendFileSync,
	cpSync,
	existsSync,
	mkdirSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {watchStatus} from '../../source/status/watch.ts';
import {tutorialProject} from '../support/application.ts';

test('the first status comes at once, the whole one next; a saved source ends the watch', async t => {
	const root = tutorialProject(t);
	const controller = new AbortController();
	t.after(() => controller.abort());
	const statuses = watchStatus(root, controller.signal);
	const first = await statuses.next();
	assert.equal(!first.done && first.value.incomplete, true);
	const whole = await statuses.next();
	assert.equal(!whole.done && whole.value.incomplete, undefined);
	assert.ok(existsSync(path.join(root, '.quarterdeck/status.json')));
	const next = statuses.next();
	appendFileSync(path.join(root, 'settings.ts'), '\n');
	assert.deepEqual(await next, {done: true, value: 'sources-changed'});
});

test('a new migration ends the watch, even in a folder that is not watched', async t => {
	const root = tutorialProject(t);
	const app = path.join(root, 'accounts/app.ts');
	writeFileSync(app, "export default {migrations: 'dist'};\n");
	const controller = new AbortController();
	t.after(() => controller.abort());
	const statuses = watchStatus(root, controller.signal);
	await statuses.next();
	await statuses.next();
	mkdirSync(path.join(root, 'accounts/dist'));
	writeFileSync(path.join(root, 'accounts/dist/0001_new.ts'), 'export default class {}\n');
	for (;;) {
		const {done, value} = await statuses.next();
		if (done) return assert.equal(value, 'sources-changed');
	}
});

test('a project that goes away ends the watch, and no file is reported as missing', async t => {
	const settings = (root: string) => path.join(root, 'settings.ts');
	const goings: Record<string, (root: string) => void> = {
		'its folder is renamed': root => renameSync(root, `${root}-away`),
		'its folder is replaced': root => {
			renameSync(root, `${root}-away`);
			cpSync(`${root}-away`, root, {recursive: true});
		},
		'its settings are removed': root => rmSync(settings(root)),
		'it is removed': root => rmSync(root, {recursive: true}),
	};
	for (const [what, goAway] of Object.entries(goings)) {
		const root = tutorialProject(t);
		const controller = new AbortController();
		t.after(() => controller.abort());
		const statuses = watchStatus(root, controller.signal);
		await statuses.next();
		await statuses.next();
		goAway(root);
		assert.deepEqual(await statuses.next(), {done: true, value: 'sources-changed'}, what);
	}
});

test('an aborted watch ends', async t => {
	const controller = new AbortController();
	const statuses = watchStatus(tutorialProject(t), controller.signal);
	await statuses.next();
	controller.abort();
	for (;;) {
		const {done, value} = await statuses.next();
		if (done) return assert.equal(value, 'aborted');
	}
});

import assert from 'node:assert/strict';
import test from 'node:test';
import {tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';

const stack = [
	'TypeError: author is null',
	'    at create (/srv/tutorial/accounts/comment.ts:41:17)',
	'    at run (/srv/tutorial/node_modules/koa/lib/application.js:4:1)',
	'    at next (/srv/tutorial/node_modules/koa-compose/index.js:4:1)',
	'    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
	'    at main (/srv/tutorial/urls.ts:4:1)',
];
const record = JSON.stringify({
	...{level: 50, time: 1_772_445_603_000, msg: 'mail failed'},
	...{to: 3, err: {type: 'Error', stack: stack.join('\n')}},
});
const long = `first ${'x '.repeat(70)}last`;

test('the line under the cursor is shown as a whole, and the migration without one', async t => {
	const {dashboard, press, frame, shows} = await mountDashboard(t, tutorialStatus());
	dashboard.logPane.store.push([...stack, record, long]);
	await press('3');
	assert.match(frame(), /┌─ auth ─+┐/);
	await press('k');
	await shows(/┌─ Log line ─+┐/);
});

test('a stack has its own frames, and how many are of libraries', async t => {
	const {dashboard, press, shows, frame} = await mountDashboard(t, tutorialStatus());
	dashboard.logPane.store.push([
		...stack,
		...Array.from({length: 30}, (_, index) => `after ${index}`),
	]);
	await press('3', 'g', 'j');
	await shows(/┌─ Log line ─+┐\n.*│ TypeError: author is null +│\n.*│ {5}at create/);
	assert.match(frame(), /│ {5}… 3 frames of libraries +│\n.*│ {5}at main \(\/srv\/tutorial\/urls/);
});

test('a record has a row for each field', async t => {
	const {dashboard, press, shows, frame} = await mountDashboard(t, tutorialStatus());
	dashboard.logPane.store.push([
		record,
		...Array.from({length: 30}, (_, index) => `after ${index}`),
	]);
	await press('3', 'g');
	await shows(/┌─ Log line ─+┐\n.*│ \d\d:00:03 ERROR mail failed +│\n.*│ to: 3 +│\n.*│ err: +│/);
	assert.match(frame(), /│ {3}type: Error/);
	assert.match(frame(), /… 3 frames of libraries/);
});

test('an object of JSON that no logger wrote has a row for each field as well', async t => {
	const {dashboard, press, shows} = await mountDashboard(t, tutorialStatus());
	const event = JSON.stringify({event: 'login', user: {id: 7}, msg: 'in'});
	const after = Array.from({length: 30}, (_, index) => `after ${index}`);
	dashboard.logPane.store.push([event, '{}', ...after]);
	await press('3', 'g');
	await shows(/│ event: login +│\n.*│ user: +│\n.*│ {3}id: 7 +│\n.*│ msg: in +│/);
	await press('j');
	await shows(/┌─ Log line ─+┐\n.*│ \{\} +│/);
});

test('a long line is wrapped', async t => {
	const {dashboard, press, shows} = await mountDashboard(t, tutorialStatus());
	dashboard.logPane.store.push([long, ...Array.from({length: 30}, (_, index) => `after ${index}`)]);
	await press('3', 'g');
	await shows(/│ first x x [x ]+│\n(?:.*│ [x ]+│\n)*.*│ x [x ]*last +│/);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import {MessageDialog} from '../../../source/dashboard/dialogs/message.ts';
import {tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';

test('a change of status, log and history is drawn, as high as the window', async t => {
	const {dashboard, frame, shows} = await mountDashboard(t, undefined, {rows: 40});
	dashboard.showStatus(tutorialStatus({project: 'other'}));
	await shows('Quarterdeck  other');
	dashboard.logPane.store.push(['GET /']);
	await shows('GET /');
	assert.equal(frame().replace(/\n$/, '').split('\n').length, 40);
});

test('a dialog lies over the panes until it is closed', async t => {
	const {dashboard, shows, hides} = await mountDashboard(t, tutorialStatus());
	const dialog = new MessageDialog(dashboard.session, {title: 'Server', message: 'It crashed.'});
	dialog.open();
	await shows('It crashed.');
	dialog.close();
	await hides('It crashed.');
});

test('what is drawn tells keys how far they may scroll', async t => {
	const {dashboard, shows} = await mountDashboard(t, tutorialStatus());
	dashboard.logPane.store.push(Array.from({length: 50}, (_, index) => `line ${index}`));
	await shows('line 49');
	const {first, last, height} = dashboard.session.drawn.log;
	assert.deepEqual([last, last - first + 1], [49, height]);
});

test('a key in the tree does not draw the activity again, one that moves the focus does', async t => {
	const {dashboard, press, frame} = await mountDashboard(t, tutorialStatus());
	let drawn = 0;
	Object.defineProperty(dashboard.session.activities, 'total', {get: () => ++drawn});
	const before = frame();
	await press('j');
	assert.notEqual(frame(), before);
	assert.equal(drawn, 0);
	await press('4');
	assert.ok(drawn > 0);
});

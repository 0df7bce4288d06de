import assert from 'node:assert/strict';
import test from 'node:test';
import {tutorialStatus} from '../support/dashboard.ts';
import {mountDashboard} from '../support/mounted-dashboard.tsx';

test('an unreadable state folder is reported in each pane, and s and M say why', async t => {
	const message = 'The folder /srv/tutorial/.quarterdeck belongs to root and cannot be read.';
	const hint = 'Look as its owner: sudo -u root quarterdeck status';
	const status = tutorialStatus({
		server: {state: 'unknown', reason: message},
		problems: [{code: 'state-unreadable', message, hint}],
	});
	const {frame, press, dashboard} = await mountDashboard(t, status, {columns: 200});
	const text = frame();
	assert.match(text, /\? unknown/);
	assert.match(text, /Look as its owner: sudo -u root quarterdeck status/);
	assert.match(text, /✗ The folder .* belongs to root and cannot be read\./);
	assert.doesNotMatch(text, /stopped|No log yet|Nothing yet|s start|s server/);
	assert.match(text, /auth +2 unapplied/, 'the tree is there');
	for (const key of ['s', 'r', 'M', 'm']) {
		await press('\u001B', key);
		assert.equal(dashboard.session.view.snapshot().toast?.text, message, key);
	}
	await press('q');
	assert.deepEqual(dashboard.session.view.snapshot().dialogs, []);
});

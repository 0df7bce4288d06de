import assert from 'node:assert/strict';
import test from 'node:test';
import {MessageDialog} from '../../../source/dashboard/dialogs/message.ts';
import {UnfinishedDialog} from '../../../source/dashboard/migrate/unfinished-dialog.ts';
import {ways} from '../../../source/errors/ways.ts';
import type {PlanStep} from '../../../source/runs/events.ts';
import {tutorialStatus} from '../../support/dashboard.ts';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';

const step = (migration: string): PlanStep => ({
	...{migration, direction: 'forwards', warnings: [], sql: []},
});

function openUnfinished(t: test.TestContext) {
	const opened = dashboardInMemory(t);
	const question = {
		type: 'question' as const,
		...{id: 'unfinished', kind: 'unfinished' as const, choices: [], flag: ''},
		...{text: 'auth.0001 did not finish.', migration: 'auth.0001', ways: [ways.markApplied]},
	};
	const plan = {steps: [step('auth.0001'), step('auth.0002')], target: 'Apply all', fake: false};
	const again = () => new MessageDialog(opened.session, {title: 'Planned', message: 'again'});
	new UnfinishedDialog(opened.session, question, plan, {words: [], again}).open();
	return opened;
}

test('it offers the ways, and shows what runs after it', t => {
	const {text} = openUnfinished(t);
	assert.match(text(), /^Migrate: auth\.0001 did not finish\nauth\.0001 did not finish\./);
	assert.match(text(), /What runs after it:[\s\S]*\+ auth\.0002/);
	assert.doesNotMatch(text(), /\+ auth\.0001/);
	assert.match(text(), /a mark as applied/);
});

test('when another operator has settled it, the plan is made again', t => {
	const {dashboard, text} = openUnfinished(t);
	const problem = {code: 'unfinished-migration', level: 'error' as const, message: 'It is left.'};
	dashboard.showStatus(tutorialStatus());
	assert.match(text(), /^Migrate: auth\.0001 did not finish/, 'the status was older');
	dashboard.showStatus(tutorialStatus({problems: [problem]}));
	assert.match(text(), /^Migrate: auth\.0001 did not finish/);
	dashboard.showStatus(tutorialStatus());
	assert.match(text(), /^Planned\nagain/);
});

test('a way is asked about before it runs, and Esc goes back', t => {
	const {press, text, top} = openUnfinished(t);
	press('a');
	assert.match(text(), /mark as applied\? {2}quarterdeck migrate --mark-applied/);
	press('Esc');
	assert.match(text(), /a mark as applied/);
	press('Enter');
	assert.equal(top(), undefined);
});

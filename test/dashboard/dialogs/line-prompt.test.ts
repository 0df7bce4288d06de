import assert from 'node:assert/strict';
import test from 'node:test';
import {LinePrompt} from '../../../source/dashboard/dialogs/line-prompt.ts';
import {dialogText} from '../../support/drawn-dialog.tsx';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';

function openPrompt(t: test.TestContext) {
	const opened = dashboardInMemory(t);
	const heard: string[] = [];
	const prompt = new LinePrompt(opened.session, {
		sign: '/',
		value: 'old',
		hint: () => ['a long hint for the operator', 'short'],
		onChange: value => heard.push(`change ${value}`),
		onEnter: value => heard.push(`enter ${value}`),
	});
	prompt.open();
	return {...opened, prompt, heard};
}

test('what is typed has an effect at once, and Enter closes', t => {
	const {heard, press, top, type} = openPrompt(t);
	type('new');
	press('Enter');
	assert.deepEqual(heard, ['change new', 'enter new']);
	assert.equal(top(), undefined);
});

test('Esc takes it back', t => {
	const {heard, press, top} = openPrompt(t);
	press('Esc');
	assert.deepEqual(heard, ['change ']);
	assert.equal(top(), undefined);
});

test('a narrow window gets the shorter hint, or none', t => {
	const {prompt} = openPrompt(t);
	const at = (columns: number) => dialogText(prompt, {columns}).trim();
	assert.match(at(80), /^\/old _* a long hint for the operator$/);
	assert.match(at(30), /^\/old _* short$/);
	assert.match(at(20), /^\/old _*$/);
});

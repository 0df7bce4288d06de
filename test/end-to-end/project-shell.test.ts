import assert from 'node:assert/strict';
import test from 'node:test';
import {cliInShell} from '../support/project.ts';
import {makeShop} from '../support/shop.ts';
import {openTerminal} from '../support/terminal.ts';

test('the project’s shell keeps the terminal until it ends, also across ^C and ^Z', async t => {
	const {root} = makeShop(t);
	const terminal = openTerminal(['bash', '--norc', '--noprofile', '-i'], {
		columns: 110,
		rows: 30,
		cwd: root,
		env: {PS1: 'bash> ', NO_COLOR: '1'},
	});
	t.after(() => terminal.kill('SIGKILL'));
	await terminal.shows('bash>');
	terminal.press(`${cliInShell}\r`);
	await terminal.shows(/shop +no migrations/);

	terminal.press('i');
	await terminal.shows('In scope: orm, em, settings');
	assert.equal(terminal.buffer(), 'normal');
	terminal.press("(await em.getConnection().execute('select 40 + 2 as answer'))[0].answer\r");
	await terminal.shows(/^42$/m);
	terminal.press("console.log('beg' + 'un'); for (;;);\r");
	await terminal.shows(/^begun$/m);
	terminal.press('\u0003');
	await terminal.shows('interrupted');
	await terminal.shows(/^shop>$/m);
	terminal.press('\u001A');
	await terminal.shows('Stopped');
	terminal.resize(80, 24);
	terminal.press('fg\r');
	await terminal.shows(/^bash> fg\n(?:.*\n)+shop>$/m);
	terminal.press("'as it' + ' was'\r");
	await terminal.shows("'as it was'");
	terminal.press('\u0004');
	await terminal.shows(/^ 2 Server/m);
	assert.equal(terminal.buffer(), 'alternate');

	terminal.press(':changepassword nobody\r');
	await terminal.shows('Press Enter to return to the dashboard.');
	await terminal.shows('Error: ');
	terminal.press('\u001A');
	await terminal.shows(/Stopped[\s\S]+^bash>$/m);
	terminal.press('fg\r');
	await terminal.waitFor(() => terminal.screen().split('Press Enter').length === 3, 'it again');
	terminal.press('\r');
	await terminal.shows(/^ 2 Server/m);
	terminal.press('q');
	await terminal.shows('Nothing was changed.');
	assert.equal(terminal.buffer(), 'normal');
});

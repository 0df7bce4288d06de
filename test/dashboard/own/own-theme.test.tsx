import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {OutputStage} from '../../../source/dashboard/output/output-stage.ts';
import {ownTheme} from '../../../source/dashboard/own/own-theme.ts';
import {tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';
import {packageRoot, temporaryFolder} from '../../support/project.ts';

function themeOf(t: TestContext, json: unknown, text = JSON.stringify(json)) {
	const XDG_CONFIG_HOME = temporaryFolder(t);
	mkdirSync(path.join(XDG_CONFIG_HOME, 'quarterdeck'));
	writeFileSync(path.join(XDG_CONFIG_HOME, 'quarterdeck/theme.json'), text);
	return ownTheme({XDG_CONFIG_HOME});
}

test('colours are names, numbers or all of them, with attributes and a background', t => {
	const {value, problem} = themeOf(t, {
		error: 'magenta bold',
		focus: 'Bright Cyan',
		key: '#0a5fFF underline',
		warning: 'bold dim 208',
		currentMatch: 'black on bright yellow',
		production: 'inverse  on #000001',
		quiet: 'none',
	});
	assert.equal(problem, undefined);
	assert.deepEqual(value, {
		error: ['35;1', '39;22'],
		focus: ['96', '39'],
		key: ['38;2;10;95;255;4', '39;24'],
		warning: ['1;2;38;5;208', '22;39'],
		currentMatch: ['30;103', '39;49'],
		production: ['7;48;2;0;0;1', '27;49'],
		quiet: ['', ''],
	});
});

test('without a file our colours apply', t => {
	assert.deepEqual(ownTheme({XDG_CONFIG_HOME: temporaryFolder(t)}), {});
});

test('what is wrong is said with the file and what is allowed', t => {
	const says = (json: unknown, wanted: RegExp) => {
		const {problem} = themeOf(t, json);
		assert.match(
			problem ?? '',
			/^Error: \/.*quarterdeck\/theme\.json: .*\nFix the file, or delete it\.\n$/,
		);
		assert.match(problem!, wanted);
	};
	says(
		{eror: 'red'},
		/no meaning 'eror'\. Did you mean error\? The meanings are strong, .*literal\./,
	);
	says({heading: 'red'}, /no meaning 'heading'/);
	for (const bad of [
		'purple',
		'red blue',
		'on',
		'bright',
		'256',
		'#12345',
		'',
		'red,bold',
		'on red on blue',
	])
		says(
			{error: bad},
			/' is no colour for 'error'\. Allowed are black, .* 0 to 255; #rrggbb; .*none/,
		);
	for (const bad of [1, null, ['red'], {}])
		says({error: bad}, /the value of 'error' must be a text such as "bold red"\. Allowed are/);
	for (const bad of [[], null, 'red'])
		says(bad, /must be an object that maps meanings to colours\./);
	assert.match(themeOf(t, 0, '{"error"').problem!, /theme\.json: .*JSON/);
});

test('every meaning is documented', t => {
	const {problem} = themeOf(t, {x: ''});
	const names = /The meanings are (.*)\./.exec(problem!)![1]!.split(', ');
	const text = readFileSync(path.join(packageRoot, 'docs/dashboard.md'), 'utf8');
	for (const name of names) assert.match(text, new RegExp(`^\\|.*\`${name}\``, 'm'), name);
});

test('a match at the cursor stays one', t => {
	assert.match(
		themeOf(t, {currentMatch: 'bold'}).problem!,
		/'currentMatch' must not look like 'strong'\./,
	);
	assert.match(themeOf(t, {currentMatch: 'none'}).problem!, /'currentMatch' must have a colour\./);
});

test('a file that cannot be read is not ignored', t => {
	const XDG_CONFIG_HOME = temporaryFolder(t);
	mkdirSync(path.join(XDG_CONFIG_HOME, 'quarterdeck/theme.json'), {recursive: true});
	assert.match(ownTheme({XDG_CONFIG_HOME}).problem!, /theme\.json: EISDIR/);
});

test('Ink and the output stage keep own colours as they are', async t => {
	const {value: theme} = themeOf(t, {
		warning: 'bold #102030',
		currentMatch: 'black on 214',
		focus: 'none',
	});
	const look = {colour: true, unicode: true, theme};
	const {press, raw, dashboard} = await mountDashboard(t, tutorialStatus(), {look});
	const entry = {exitCode: 0, milliseconds: 1, operator: 'ann', host: 'a', summary: 'fine'};
	const at = '2026-03-02T10:00:00Z';
	dashboard.session.history.change({history: [{...entry, run: 'a', at, command: 'check'}]});
	await press('4/check\r');
	const [match, search, title] = [
		/\u001B\[30m\u001B\[48;5;214mcheck/,
		/\u001B\[1m\u001B\[38;2;16;32;48m\/check match 1\/1/,
		/━ 4 Activity ━/,
	];
	for (const wanted of [match, search, title]) assert.match(raw(), wanted);
	assert.match(sentFor(raw()), /\u001B\[[\d;]*30;48;5;214mcheck/);
	assert.match(sentFor(raw()), /\u001B\[[\d;]*1;38;2;16;32;48m/);
});

/** What the output stage sends for a frame. */
function sentFor(frame: string): string {
	let sent = '';
	const write = (text: string) => {
		sent += text;
		return true;
	};
	const output = {columns: 120, rows: 40, write, on() {}, off() {}};
	const stage = new OutputStage(output as unknown as NodeJS.WriteStream);
	stage.draw(frame.split('\n'));
	return sent;
}

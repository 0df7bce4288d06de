import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {objects} from '../../support/command.ts';
import {soundProject, writeSettings} from '../../support/findings.ts';
import {runCommand} from '../../support/run-command.ts';

const find = (level: string) =>
	`export default () => [{id: 'shop.X001', level: '${level}', message: 'The sea\\u001B[2J is rough.', hint: 'Wait.'}];\n`;

test('check prints its findings and ends with the matching code', async t => {
	const shop = soundProject(t);
	assert.equal(
		(await shop.run(['check'])).stdout,
		'System check identified no issues (0 silenced).\n',
	);
	writeFileSync(path.join(shop.root, 'shop/checks.ts'), find('error'));
	writeFileSync(path.join(shop.root, 'shop/entities.ts'), 'throw new Error("nothing here");\n');
	const broken = await shop.run(['check'], 1);
	assert.equal(
		broken.stdout,
		`System check identified some issues:

ERRORS:
shop/entities.ts:1: (entities.E001) nothing here
	HINT: Fix shop/entities.ts; it is loaded again when you save it.

System check identified 1 issue (0 silenced).
`,
	);
	shop.entities('');
	const [finding, summary] = objects(await shop.run(['check', '--json'], 1)) as any[];
	assert.deepEqual(
		{...finding, at: undefined},
		{
			type: 'finding',
			at: undefined,
			file: path.join(shop.root, 'shop/checks.ts'),
			id: 'shop.X001',
			level: 'error',
			message: 'The sea\u001B[2J is rough.',
			hint: 'Wait.',
		},
	);
	assert.deepEqual([summary.type, summary.issues, summary.silenced], ['summary', 1, 0]);
});

test('--timeout takes seconds, with --deploy only', async t => {
	const {root} = soundProject(t);
	for (const [flags, message] of [
		[{deploy: true, timeout: '0'}, /more than 0 and at most 3600/],
		[{deploy: true, timeout: '-1'}, /more than 0 and at most 3600/],
		[{deploy: true, timeout: '1e9'}, /more than 0 and at most 3600/],
		[{deploy: true, timeout: 'soon'}, /--timeout must be a number/],
		[{deploy: true, timeout: 'Infinity'}, /--timeout must be a number/],
		[{timeout: '5'}, /--timeout is for the application that --deploy asks/],
	] as const) {
		await assert.rejects(runCommand(root, 'check', [], flags), {
			message,
			code: 'usage',
			exitCode: 2,
		});
	}
});

test('--fail-level and silencedChecks decide the exit code', async t => {
	const levels = ['debug', 'info', 'warning', 'error', 'critical'];
	for (const [index, level] of levels.entries()) {
		const shop = soundProject(t);
		writeFileSync(path.join(shop.root, 'shop/checks.ts'), find(level));
		const code = async (options = {}) => (await runCommand(shop.root, 'check', [], options)).code;
		assert.equal(await code(), index >= 3 ? 1 : 0, level);
		assert.equal(await code({'fail-level': level.toUpperCase()}), 1, level);
		if (index < 4) assert.equal(await code({'fail-level': levels[index + 1]}), 0, level);
		await assert.rejects(code({'fail-level': 'waring'}), {
			message: /Did you mean warning\?$/,
			exitCode: 2,
		});
	}
	const silenced = soundProject(t);
	writeFileSync(path.join(silenced.root, 'shop/checks.ts'), find('critical'));
	writeSettings(
		silenced,
		"secretKey: 'the-secret-key-of-a-shop-that-is-only-tested', silencedChecks: ['shop.X001'],",
	);
	const {code, events} = await runCommand(silenced.root, 'check');
	assert.equal(code, 0);
	assert.deepEqual(
		events.map(({text}) => text),
		['System check identified no issues (1 silenced).'],
	);
});

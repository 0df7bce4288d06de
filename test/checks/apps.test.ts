import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {findingsOf, soundProject} from '../support/findings.ts';

test('a command that cannot be loaded is a finding; another file in its folder is not', async t => {
	const {root} = soundProject(t);
	const write = (name: string, text: string) =>
		writeFileSync(path.join(root, 'shop/commands', name), text);
	mkdirSync(path.join(root, 'shop/commands'));
	write('handler.ts', 'export class Handler {}\n');
	write('good.ts', "export default {summary: 'Good', run() {}};\n");
	assert.deepEqual(await findingsOf(root), []);
	write('silent.ts', 'export default {run() {}};\n');
	write('broken.ts', '\n\nthrow new Error("not today");\n');
	const found = await findingsOf(root);
	assert.deepEqual(
		found.map(({id, message, line}) => [id, message, line]),
		[
			['commands.E001', 'not today', 3],
			['commands.E001', 'shop/commands/silent.ts has no summary for the help.', undefined],
		],
	);
});

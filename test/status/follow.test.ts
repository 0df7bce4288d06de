import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {followStatus} from '../../source/status/follow.ts';
import {setVariable} from '../support/environment.ts';
import {temporaryFolder} from '../support/project.ts';

/** Follows a program of these lines in place of `quarterdeck status`. */
function follow(t: TestContext, program: string) {
	const file = path.join(temporaryFolder(t), 'program.mjs');
	writeFileSync(file, `const print = object => console.log(JSON.stringify(object));\n${program}`);
	setVariable(t, 'QUARTERDECK_CLI', file);
	const controller = new AbortController();
	t.after(() => controller.abort());
	return {statuses: followStatus('/srv/tutorial', controller.signal), controller};
}

test('incomplete statuses are skipped, and an abort ends it', async t => {
	const {statuses, controller} = follow(
		t,
		'print({project: "a", incomplete: true}); print({project: "b"}); setInterval(() => {}, 1000);',
	);
	assert.deepEqual(await statuses.next(), {done: false, value: {project: 'b'}});
	controller.abort();
	assert.equal((await statuses.next()).done, true);
});

test('a status that cannot be read is a sentence, and a missing project the end', async t => {
	const lost = follow(t, 'throw new TypeError("broken");');
	const {value} = await lost.statuses.next();
	assert.equal(value, 'The project cannot be read: TypeError: broken');
	await lost.statuses.return();
	const {statuses} = follow(t, 'print({type: "error", code: "no-project", message: "None."});');
	await assert.rejects(statuses.next(), {code: 'no-project', message: 'None.'});
});

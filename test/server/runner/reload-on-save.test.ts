import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {Interest} from '../../../source/project/watch/interest.ts';
import {watchSources} from '../../../source/project/watch/reloader.ts';
import type {Handover} from '../../../source/server/runner/handover.ts';
import {reloadOnSave} from '../../../source/server/runner/reload-on-save.ts';
import {ServerLog} from '../../../source/server/runner/server-log.ts';
import {temporaryFolder} from '../../support/project.ts';
import {until} from '../../support/wait.ts';

test('a saved source reloads the application; a template only if the application has cached it', async t => {
	const root = temporaryFolder(t);
	const file = path.join(temporaryFolder(t), 'server.log');
	mkdirSync(path.join(root, 'templates'));
	const log = new ServerLog({file, generation: 1, runId: 'x', maxBytes: 1e6});
	t.after(() => log.close());
	let reloads = 0;
	const handover = {readsTemplates: false, replaceAfresh: () => reloads++};
	const watcher = await reloadOnSave(allCode(root), log, handover as unknown as Handover);
	t.after(() => watcher.close());
	const saved = (name: string) => new RegExp(`^${name} changed, reloading\\.$`, 'm');
	const save = (name: string, text: string) => writeFileSync(path.join(root, name), text);

	save('templates/home.html', 'one');
	await until('it reloads', () => reloads === 1);
	assert.match(readFileSync(file, 'utf8'), saved('templates/home.html'));

	handover.readsTemplates = true;
	const seen: string[] = [];
	const other = await watchSources(allCode(root), files => seen.push(...files));
	t.after(() => other.close());
	save('templates/home.html', 'two');
	await until('others see the template', () => seen.length > 0);
	save('views.ts', '');
	// On a slow machine, the two saves may be one reload.
	const reloaded = /^(?:views\.ts|home\.html and 1 more) changed, reloading\.$/m;
	await until('it reloads', () => reloaded.test(readFileSync(file, 'utf8')));
	assert.equal(reloads, 2);
});

function allCode(root: string): Interest {
	const interest = new Interest(root);
	interest.countsAllCode = true;
	return interest;
}

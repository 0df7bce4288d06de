import assert from 'node:assert/strict';
import test from 'node:test';
import {checkRunningServer} from '../../../source/checks/deployment/running-server.ts';
import type {Finding} from '../../../source/checks/finding.ts';
import {openProject} from '../../../source/project/open.ts';
import {onePageProject, start} from '../../support/server.ts';

test('a development server that runs where the site is deployed', async t => {
	const root = onePageProject(t);
	const project = await openProject(root);
	const found = async () => {
		const findings: Finding[] = [];
		for await (const one of checkRunningServer({project, open: undefined})) findings.push(one);
		return findings;
	};
	assert.deepEqual(await found(), []);
	const url = await start(root);
	const [finding] = await found();
	assert.equal(finding?.id, 'server.W001');
	assert.ok(finding.message.includes(`is running at ${url}`), finding.message);
});

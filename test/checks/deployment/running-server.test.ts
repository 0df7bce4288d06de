import assert from 'node:assert/strict';
import test from 'node:test';
import {checkRunningServer} from '../../../source/checks/deployment/running-server.ts';
import {findingsBy} from '../../support/findings.ts';
import {onePageProject, start} from '../../support/server.ts';

test('a development server that runs in production is a finding', async t => {
	const root = onePageProject(t);
	const found = () => findingsBy(checkRunningServer, root);
	assert.deepEqual(await found(), []);
	const url = await start(root);
	const [finding] = await found();
	assert.equal(finding?.id, 'server.W001');
	assert.ok(finding.message.includes(`is running at ${url}`), finding.message);
});

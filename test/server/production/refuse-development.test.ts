import assert from 'node:assert/strict';
import test from 'node:test';
import type {Project} from '../../../source/project/project.ts';
import {completeServer} from '../../../source/project/settings/settings.ts';
import {refuseDevelopment} from '../../../source/server/production/refuse-development.ts';

const project = (debug: boolean, server = {}) =>
	({
		kind: 'quarterdeck',
		root: '/srv',
		settings: {debug, server: completeServer(server)},
	}) as unknown as Project;

test('production refuses debug mode and a project that runs a command', () => {
	refuseDevelopment(project(false));
	assert.throws(() => refuseDevelopment(project(true)), {code: 'debug'});
	assert.throws(() => refuseDevelopment(project(false, {command: 'npm start'})), {
		code: 'own-server',
	});
});

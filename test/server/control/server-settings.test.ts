import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import type {Project} from '../../../source/project/project.ts';
import {completeServer} from '../../../source/project/settings/settings.ts';
import {serverTargetOf} from '../../../source/server/control/server-settings.ts';
import {temporaryFolder} from '../../support/project.ts';

const project = (root: string, kind: Project['kind'], server = {}) =>
	({root, kind, settings: {server: completeServer(server)}}) as Project;

test('a project is served by its routes, unless its settings name a file or a command', t => {
	const root = temporaryFolder(t);
	writeFileSync(path.join(root, 'server.ts'), '');
	assert.deepEqual(serverTargetOf(project(root, 'quarterdeck')), {kind: 'urls'});
	assert.deepEqual(serverTargetOf(project(root, 'quarterdeck', {file: 'server.ts'})), {
		kind: 'file',
		file: path.join(root, 'server.ts'),
	});
	assert.deepEqual(serverTargetOf(project(root, 'quarterdeck', {command: 'npm run dev'})), {
		kind: 'command',
		command: 'npm run dev',
	});
});

test('a server file that does not exist is refused', t => {
	assert.throws(
		() => serverTargetOf(project(temporaryFolder(t), 'quarterdeck', {file: 'gone.ts'})),
		{
			code: 'no-server',
			message: "The server's file gone.ts does not exist.",
		},
	);
});

test('a plain project that names no server is refused', t => {
	assert.throws(() => serverTargetOf(project(temporaryFolder(t), 'mikro-orm')), {
		code: 'no-server',
	});
});

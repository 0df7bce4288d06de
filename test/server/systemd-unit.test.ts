import assert from 'node:assert/strict';
import test from 'node:test';
import type {Project} from '../../source/project/open.ts';
import {systemdUnit} from '../../source/server/systemd-unit.ts';

const project = {root: '/srv/book shop', settings: {name: 'shop', server: {port: 8080}}};
const unit = (served: Parameters<typeof systemdUnit>[1]) =>
	systemdUnit(project as unknown as Project, served);

test('a file is run by this Node in the project’s folder, in production', () => {
	const text = unit({kind: 'file', file: '/srv/book shop/server.ts'});
	assert.ok(text.includes(`\nExecStart=${process.execPath} server.ts\n`), text);
	assert.ok(text.includes('\nWorkingDirectory=/srv/book shop\n'), text);
	assert.ok(text.includes('\nEnvironment=NODE_ENV=production PORT=8080\n'), text);
});

test('a command is quoted, so that systemd expands nothing of it', () => {
	const text = unit({kind: 'command', command: 'echo "$HOME" 100%; npm start'});
	assert.ok(text.includes('ExecStart=/bin/sh -c "echo \\"$$HOME\\" 100%%; npm start"'), text);
});

test('routes alone are no program', () => {
	assert.throws(() => unit({kind: 'urls'}), /no server file to run in production/);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import type {Project} from '../../../source/project/project.ts';
import {systemdUnit} from '../../../source/server/production/systemd-unit.ts';

const project = {root: '/srv/book shop', settings: {name: 'shop', server: {port: 8080}}};
const unit = (served: Parameters<typeof systemdUnit>[1]) =>
	systemdUnit(project as unknown as Project, served);

test('a unit runs a server file with this Node in the project’s folder', () => {
	const text = unit({kind: 'file', file: '/srv/book shop/server.ts'});
	const node = process.execPath.includes(' ') ? `"${process.execPath}"` : process.execPath;
	assert.ok(
		text.includes(`\nExecStart=${node} --disable-warning=ExperimentalWarning server.ts\n`),
		text,
	);
	assert.ok(text.includes('\nWorkingDirectory=/srv/book shop\n'), text);
	assert.ok(text.includes('\nEnvironment=NODE_ENV=production PORT=8080\n'), text);
});

test('a command is quoted, so that systemd does not expand it', () => {
	const text = unit({kind: 'command', command: 'echo "$HOME" 100%; npm start'});
	assert.ok(text.includes('ExecStart=/bin/sh -c "echo \\"$$HOME\\" 100%%; npm start"'), text);
});

test('routes are served by our own program, which systemd does not restart after an error in the settings', () => {
	const text = unit({kind: 'urls'});
	assert.match(
		text,
		/\nExecStart=.+node"? --disable-warning=ExperimentalWarning .+dist\/server\/serve\.js"?\n/,
	);
	assert.ok(text.includes('\nEnvironment=NODE_ENV=production\n'), text);
	assert.ok(text.includes('\nRestartPreventExitStatus=2\n'), text);
});

test('the unit makes system folders read-only, except for a project in one of them', () => {
	const hardening = (root: string) =>
		systemdUnit({...project, root} as unknown as Project, {kind: 'urls'})
			.split('\n')
			.filter(line => /^(Protect|Private|ReadWrite)/.test(line));
	assert.deepEqual(hardening('/srv/shop'), ['ProtectSystem=full', 'PrivateTmp=true']);
	assert.deepEqual(hardening('/tmp/shop'), ['ProtectSystem=full']);
	assert.deepEqual(hardening('/usr/local/a shop'), [
		'ProtectSystem=full',
		'ReadWritePaths="/usr/local/a shop"',
		'PrivateTmp=true',
	]);
});

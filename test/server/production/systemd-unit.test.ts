import assert from 'node:assert/strict';
import test from 'node:test';
import type {Project} from '../../../source/project/project.ts';
import {systemdUnit} from '../../../source/server/production/systemd-unit.ts';

const database = {driver: 'postgresql', name: 'shop'};
const project = {
	root: '/srv/book shop',
	settings: {name: 'shop', server: {port: 8080}, database},
};
const unit = (served: Parameters<typeof systemdUnit>[1]) =>
	systemdUnit(project as unknown as Project, served);

test('a unit serves a server file with this Node in the project’s folder, as runserver does', () => {
	const text = unit({kind: 'file', file: '/srv/book shop/server.ts'});
	const node = process.execPath.includes(' ') ? `"${process.execPath}"` : process.execPath;
	const start = `\nExecStart=${node} --disable-warning=ExperimentalWarning `;
	assert.ok(text.includes(start), text);
	assert.match(text, /\nExecStart=.+dist\/server\/serve\.js"?\n/);
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

test('the unit may write to the project and the folder of its database only', () => {
	const lines = (root: string, name?: string) =>
		systemdUnit(
			{
				...project,
				root,
				settings: {...project.settings, database: name ? {driver: 'sqlite', name} : database},
			} as unknown as Project,
			{kind: 'urls'},
		)
			.split('\n')
			.filter(line => /^(ProtectSystem|PrivateTmp|ReadWrite)/.test(line));
	assert.deepEqual(lines('/srv/shop'), [
		'ProtectSystem=strict',
		'ReadWritePaths=/srv/shop',
		'PrivateTmp=true',
	]);
	assert.deepEqual(lines('/tmp/shop'), ['ProtectSystem=strict', 'ReadWritePaths=/tmp/shop']);
	assert.deepEqual(lines('/srv/a shop', 'data/db.sqlite3').slice(0, -1), [
		'ProtectSystem=strict',
		'ReadWritePaths="/srv/a shop"',
	]);
	assert.deepEqual(lines('/srv/shop', '/var/lib/shop/db.sqlite3').slice(0, -1), [
		'ProtectSystem=strict',
		'ReadWritePaths=/srv/shop',
		'ReadWritePaths=/var/lib/shop',
	]);
});

test('a port below 1024 needs the one capability that is left', () => {
	const withPort = (port: number) =>
		systemdUnit(
			{...project, settings: {...project.settings, server: {port}}} as unknown as Project,
			{kind: 'urls'},
		);
	assert.match(
		withPort(80),
		/\nCapabilityBoundingSet=CAP_NET_BIND_SERVICE\nAmbientCapabilities=CAP_NET_BIND_SERVICE\n/,
	);
	assert.match(withPort(8080), /\nCapabilityBoundingSet=\nAmbientCapabilities=\n/);
	assert.doesNotMatch(withPort(8080), /MemoryDenyWriteExecute/);
});

import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {existsSync, writeFileSync} from 'node:fs';
import {userInfo} from 'node:os';
import path from 'node:path';
import test from 'node:test';
import {objects} from '../../support/command.ts';
import {commandLine} from '../../support/command-line.ts';
import {addSetting, copyFixture} from '../../support/project.ts';
import {skipWithout} from '../../support/requires.ts';

const verify = '/usr/bin/systemd-analyze';

test('stdout is the unit file itself; stderr says where to put it', async t => {
	const root = copyFixture(t, 'tutorial');
	const {code, stdout, stderr} = await commandLine(root, ['systemd']);
	assert.equal(code, 0, stderr);
	assert.match(stdout, /^\[Unit\]\nDescription=tutorial\n/);
	assert.match(stdout, new RegExp(`\nUser=${userInfo().username}\nWorkingDirectory=${root}\n`));
	assert.match(stdout, /\nExecStart=.*node_modules\/quarterdeck\/dist\/server\/serve\.js\n/);
	assert.match(stdout, /\nWantedBy=multi-user\.target\n$/);
	assert.match(stderr, /^Write it to \/etc\/systemd\/system\/tutorial\.service, then run:\n/);
});

test('a site that would refuse every request gets a warning', async t => {
	const root = copyFixture(t, 'tutorial');
	const warning = /\nWARNING: allowedHosts is empty, .*\nName its host .*\n/;
	assert.match((await commandLine(root, ['systemd'])).stderr, warning);
	addSetting(root, "allowedHosts: ['shop.example.com']");
	assert.doesNotMatch((await commandLine(root, ['systemd'])).stderr, warning);
});

test('a --user unit sets no user and keeps running after logout', async t => {
	const root = copyFixture(t, 'tutorial');
	const own = await commandLine(root, ['systemd', '--user', '--json']);
	const [{unit}, {text}] = objects(own);
	assert.doesNotMatch(unit, /User=|Protect|Private/);
	assert.match(unit, /\nWantedBy=default\.target$/);
	assert.match(text, /\.config\/systemd\/user\/tutorial\.service(.|\n)*loginctl enable-linger$/);
});

test('systemd-analyze accepts the unit', {
	skip: skipWithout('systemd-analyze', existsSync(verify)),
}, async t => {
	const root = copyFixture(t, 'tutorial');
	for (const words of [['systemd'], ['systemd', '--user']]) {
		const file = path.join(root, 'shop.service');
		writeFileSync(file, (await commandLine(root, words)).stdout);
		const {status, stderr} = spawnSync(verify, ['verify', file], {encoding: 'utf8'});
		assert.deepEqual({status, stderr}, {status: 0, stderr: ''});
	}
});

test('systemd-analyze gives the unit 3.0 or better, also for a project of root', {
	skip: skipWithout('systemd-analyze', existsSync(verify)),
}, async t => {
	const root = copyFixture(t, 'tutorial');
	const file = path.join(root, 'shop.service');
	const {stdout, stderr} = await commandLine(root, ['systemd']);
	writeFileSync(file, stdout);
	const words = ['security', '--offline=true', '--threshold=30', '--no-pager', file];
	const {status, stdout: report} = spawnSync(verify, words, {encoding: 'utf8'});
	assert.equal(status, 0, report);
	assert.equal(/WARNING: .* as root/.test(stderr), userInfo().uid === 0, stderr);
});

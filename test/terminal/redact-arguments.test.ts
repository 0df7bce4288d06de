import assert from 'node:assert/strict';
import test from 'node:test';
import {redactArguments} from '../../source/terminal/redact-arguments.ts';

test('a command line is shown as it was typed', () => {
	for (const words of [
		['python3', '-m', 'http.server', '8765', '--bind', '127.0.0.1'],
		['node', '--enable-source-maps', '/srv/shop/server.js', '-p', '8765'],
		['java', '-jar', 'app.jar', '--server.port=8765'],
	]) {
		assert.equal(redactArguments(words, '8765'), words.join(' '));
	}
	assert.equal(redactArguments(['/usr/bin/sh', '-c', "echo it's"]), "sh -c 'echo it'\\''s'");
	assert.equal(redactArguments(['next-server (v15)', '', '']), "'next-server (v15)'");
	assert.equal(redactArguments([]), '');
});

test('what may be a secret is left out', () => {
	for (const words of [
		['node', 'server.js', '--password', 'canary'],
		['node', 'server.js', '--db-password=canary'],
		['node', 'server.js', '--api-key', 'canary'],
		['env', 'SECRET_KEY=canary', 'node'],
		['mysqld', '-pcanary'],
		['sshpass', '-p', 'canary', 'ssh'],
		['curl', '-u', 'ada:canary'],
		['curl', '-H', 'Authorization: Bearer canary'],
		['prisma', '--url', 'postgres://ada:canary@db/shop'],
		['ngrok', 'authtoken', 'canary'],
		['tunnel', 'run', 'eyJhIjoicanary0123456789abcdef'],
	]) {
		const shown = redactArguments(words, '8765');
		assert.doesNotMatch(shown, /canary/, shown);
		assert.ok(shown.startsWith(words[0]!) && shown.includes('…'), shown);
	}
});

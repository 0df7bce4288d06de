import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import test from 'node:test';
import {portsOfSession} from '../../source/system/session-ports.ts';

const listen = `
const server = require('node:net').createServer().listen(0, '127.0.0.1', () => {
	console.log(server.address().port);
});`;

test('the ports of a session are those of every process in it', async t => {
	// The shell leads the session, and a child of it listens.
	const shell = spawn('sh', ['-c', `'${process.execPath}' -e "$LISTEN" & wait`], {
		detached: true,
		env: {...process.env, LISTEN: listen},
	});
	t.after(() => process.kill(-shell.pid!, 'SIGKILL'));
	const port = Number(await new Promise(resolve => shell.stdout.once('data', resolve)));
	assert.deepEqual(portsOfSession(shell.pid!), [{host: '127.0.0.1', port}]);
	assert.deepEqual(portsOfSession(999_999_999), []);
});

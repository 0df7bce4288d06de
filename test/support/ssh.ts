import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {userInfo} from 'node:os';
import path from 'node:path';
import type {TestContext} from 'node:test';
import {temporaryFolder} from './project.ts';
import {until} from './wait.ts';

const daemon = '/usr/sbin/sshd';
export const hasSshServer = existsSync(daemon) && existsSync('/usr/bin/ssh');

/**
 * An SSH server on loopback, with configuration and keys of its own.
 * @returns the words that open a terminal on it, before the command that is to run there
 */
export async function startSshServer(test: TestContext): Promise<string[]> {
	const folder = temporaryFolder(test);
	const file = (name: string) => path.join(folder, name);
	for (const name of ['host', 'user']) {
		execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(name)]);
	}
	const port = await freePort();
	const settings = [
		`Port ${port}`,
		'ListenAddress 127.0.0.1',
		`HostKey ${file('host')}`,
		`AuthorizedKeysFile ${file('user.pub')}`,
		`PidFile ${file('pid')}`,
		'StrictModes no',
		'UsePAM no',
		'PermitRootLogin yes',
		'PasswordAuthentication no',
		'PrintMotd no',
		'PrintLastLog no',
	];
	writeFileSync(file('sshd_config'), `${settings.join('\n')}\n`);
	// Debian's own start script makes it, and sshd of root wants it.
	if (userInfo().uid === 0) mkdirSync('/run/sshd', {recursive: true, mode: 0o755});
	const server = spawn(daemon, ['-D', '-e', '-f', file('sshd_config')], {stdio: 'pipe'});
	test.after(() => server.kill('SIGKILL'));
	await listening(server);
	const options = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR'];
	return [
		...['ssh', '-tt', '-F', '/dev/null', '-i', file('user'), '-p', String(port)],
		...options.flatMap(option => ['-o', option]),
		`${userInfo().username}@127.0.0.1`,
	];
}

async function listening(server: ChildProcess): Promise<void> {
	let said = '';
	server.stderr!.setEncoding('utf8').on('data', text => {
		said += text;
	});
	await until('sshd listens', () => {
		if (server.exitCode !== null) throw new Error(`sshd ended: ${said}`);
		return said.includes('Server listening');
	});
}

function freePort(): Promise<number> {
	return new Promise(resolve => {
		const server = createServer().listen(0, '127.0.0.1', () => {
			const {port} = server.address() as {port: number};
			server.close(() => resolve(port));
		});
	});
}

import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import type {TestContext} from 'node:test';
import {parseEnv} from 'node:util';

export const isRoot = process.getuid?.() === 0;

/**
 * Starts the program of a unit as systemd would, with what can be had without systemd: its environment
 * and nothing else, its folder and umask. Root adds its user, no new privileges, no capabilities, and a
 * file system of its own: read-only but for the unit's places, no homes, an empty /tmp.
 */
export function runUnit(t: TestContext, unit: string) {
	const values = (key: string) =>
		[...unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value]) => value!);
	const [folder = '/'] = values('WorkingDirectory');
	const commands = [...values('ExecStartPre'), ...values('ExecStart')].map(line =>
		inShell(wordsOf(line)),
	);
	const shell = `umask ${values('UMask')[0] ?? '022'}; ${commands
		.slice(0, -1)
		.map(one => `${one} && `)
		.join('')}exec ${commands.at(-1)}`;
	const words = isRoot ? sandboxed(values, shell) : ['sh', '-c', shell];
	const child = spawn(words[0]!, words.slice(1), {
		cwd: folder,
		env: {
			PATH: '/usr/local/bin:/usr/bin:/bin',
			...parseEnv(values('Environment').join(' ').replaceAll(' ', '\n')),
			...parseEnv(readFileSync(path.join(folder, '.env'), 'utf8')),
		},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	t.after(() => child.kill('SIGKILL'));
	let log = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', text => {
			log += text;
		});
	}
	const ended = new Promise(resolve =>
		child.once('close', (code, signal) => resolve(signal ?? code)),
	);
	return {child, log: () => log, ended};
}

/** The words of a process that changes the file system for itself, then its user, then starts the shell. */
function sandboxed(values: (key: string) => string[], shell: string): string[] {
	const hides = [
		...(values('ProtectHome')[0] === 'true' ? ['/home', '/root'] : []),
		...(values('PrivateTmp')[0] === 'true' ? ['/tmp'] : []),
	];
	const [user] = values('User');
	const steps = [
		...values('ReadWritePaths').map(place => `mount --bind ${place} ${place}`),
		'mount -o remount,bind,ro /',
		...hides.map(place => `mount -t tmpfs -o mode=1777 tmpfs ${place}`),
		`exec setpriv --no-new-privs --reuid ${user} --regid ${user} --clear-groups --bounding-set=-all --inh-caps=-all sh -c "$0"`,
	];
	return ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', steps.join(' && '), shell];
}

/** As systemd splits a command line that `systemdUnit` has quoted. */
function wordsOf(line: string): string[] {
	return [...line.matchAll(/"((?:\\.|[^"\\])*)"|\S+/g)].map(([word, quoted]) =>
		(quoted?.replace(/\\(.)/g, '$1') ?? word).replaceAll('%%', '%').replaceAll('$$', '$'),
	);
}

function inShell(words: string[]): string {
	return words.map(word => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
}

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import test, {type TestContext} from 'node:test';
import {type ClipboardPlace, copyText} from '../../../source/dashboard/programs/clipboard.ts';
import {temporaryFolder} from '../../support/project.ts';

const ssh = {SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22'};

function place(t: TestContext, environment: NodeJS.ProcessEnv, part: Partial<ClipboardPlace> = {}) {
	const sent: string[] = [];
	const piped: string[] = [];
	const root = temporaryFolder(t);
	const pipe = (program: string, _words: string[], text: string) => {
		piped.push(`${program}: ${text}`);
		return true;
	};
	const send = (sequence: string) => sent.push(sequence);
	return {sent, piped, place: {environment, platform: 'linux', send, root, pipe, ...part} as const};
}

const plain = `\u001B]52;c;${Buffer.from('über').toString('base64')}\u0007`;

test('under SSH the text goes to the terminal, whatever clipboard the machine has', t => {
	const {sent, piped, place: where} = place(t, {...ssh, DISPLAY: ':0'});
	assert.equal(copyText('über', where), 'with OSC 52');
	assert.deepEqual(sent, [plain]);
	assert.deepEqual(piped, []);
});

test('tmux passes the text to its terminal; if it cannot, it gets the sequence', t => {
	const environment = {...ssh, TMUX: '/tmp/tmux,1,0'};
	const asked = place(t, environment);
	assert.equal(copyText('über', asked.place), 'with tmux');
	assert.deepEqual([asked.piped, asked.sent], [['tmux: über'], []]);
	const old = place(t, environment, {pipe: () => false});
	assert.equal(copyText('über', old.place), 'with OSC 52');
	assert.deepEqual(old.sent, [`${plain}\u001BPtmux;\u001B${plain}\u001B\\`]);
});

test('GNU screen gets the sequence wrapped, in pieces that it accepts', t => {
	const screen = place(t, {...ssh, STY: '1.pts'});
	copyText('über', screen.place);
	assert.deepEqual(screen.sent, [`\u001BP${plain}\u001B\\`]);
	const long = 'x'.repeat(3000);
	copyText(long, screen.place);
	const pieces = screen.sent[1]!.split('\u001B\\').slice(0, -1);
	assert.ok(pieces.every(piece => piece.startsWith('\u001BP') && piece.length < 254));
	const joined = pieces.map(piece => piece.slice(2)).join('');
	assert.equal(joined, `\u001B]52;c;${Buffer.from(long).toString('base64')}\u0007`);
});

test('a desktop uses its clipboard, else that of the terminal', t => {
	const desktop = place(t, {WAYLAND_DISPLAY: 'wayland-0'});
	assert.equal(copyText('a', desktop.place), 'with wl-copy');
	assert.deepEqual(desktop.piped, ['wl-copy: a']);
	const broken = place(t, {DISPLAY: ':0'}, {pipe: () => false});
	assert.equal(copyText('a', broken.place), 'with OSC 52');
	assert.equal(copyText('a', place(t, {}, {platform: 'darwin'}).place), 'with pbcopy');
});

test('a text too long for a terminal goes to a file for its owner alone', t => {
	const {sent, place: where} = place(t, ssh);
	const text = 'x'.repeat(80_000);
	const [, file = ''] = copyText(text, where).split('to a file: ');
	assert.equal(readFileSync(file, 'utf8'), text);
	assert.ok(file.startsWith(where.root));
	assert.deepEqual(sent, []);
});

test('on the Linux console the text goes to a file', t => {
	assert.match(copyText('a', place(t, {TERM: 'linux'}).place), /^to a file: /);
});

import assert from 'node:assert/strict';
import {chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import path from 'node:path';
import test from 'node:test';
import {sendEmail} from '../../source/email/send-email.ts';
import {mistakesIn} from '../../source/project/settings/mistakes.ts';
import {withDefaults} from '../../source/project/settings/settings.ts';
import {redact} from '../../source/terminal/redact.ts';
import {temporaryFolder} from '../support/project.ts';
import {smtpServer} from '../support/smtp.ts';

const basis = {
	apps: [],
	database: {driver: 'sqlite' as const, name: 'x'},
	secretKey: 'a-secret-key-of-the-tests-0123456789',
};
const from = 'The shop <shop@example.com>';
const to = 'ada@example.com';
const email = {to, subject: 'Hello', text: 'Hello Ada'};

function settings(transport: string, root = '/nowhere') {
	return withDefaults({...basis, email: {transport, from}}, root);
}

test('a URL sends by SMTP, with what the text says in any language', async t => {
	const server = await smtpServer(t);
	await sendEmail(settings(`smtp://${server.host}`), {
		to: ['Ada <ada@example.com>', 'grace@example.com'],
		subject: 'Größe',
		text: 'Füße\n.\nend',
		html: '<p>Füße</p>',
	});
	const [{from: sender, to: recipients, text}] = server.received as [any];
	assert.equal(sender, 'shop@example.com');
	assert.deepEqual(recipients, ['ada@example.com', 'grace@example.com']);
	assert.match(text, /^From: The shop <shop@example\.com>\r$/m);
	assert.match(text, /^To: Ada <ada@example\.com>, grace@example\.com\r$/m);
	assert.match(text, /^Subject: =\?UTF-8\?/m);
	assert.match(text, /text\/html/);
});

test('no address and no subject adds a header or a recipient', async t => {
	const server = await smtpServer(t);
	const transport = settings(`smtp://${server.host}`);
	const wrong = [
		{...email, subject: 'Hello\r\nBcc: eve@example.com'},
		{...email, subject: 'Hello\nBcc: eve@example.com'},
		{...email, subject: 'Hello\u2028Bcc'},
		{...email, to: 'ada@example.com\r\nBcc: eve@example.com'},
		{...email, to: 'ada@example.com, eve@example.com'},
		{...email, to: 'Ada\nBcc: x <ada@example.com>'},
		{...email, to: 'eve@example.com> <ada@example.com'},
		{...email, to: 'ada'},
		{...email, to: []},
		{...email, to: ['ada@example.com', 'eve@example.com\r\nDATA']},
	];
	for (const one of wrong)
		await assert.rejects(sendEmail(transport, one), {code: 'email-invalid'}, JSON.stringify(one));
	assert.deepEqual(server.lines, []);
	await sendEmail(transport, {...email, to: 'eve@example.com, Ada <ada@example.com>'});
	assert.deepEqual(server.received[0]!.to, ['ada@example.com'], 'a name is a name');
});

test('a failure is one sentence with the server’s words, and never the password', async t => {
	const said = (line: string) =>
		`535 5.7.8 no: ${line} ${Buffer.from(line.split(' ')[2] ?? '', 'base64')}`;
	const server = await smtpServer(t, {AUTH: said});
	const transport = `smtp://ada:p%40ssword-of-ada@${server.host}`;
	const message = await sendEmail(settings(transport), email).then(
		() => '',
		error => `${error.code} ${error.message} ${error.reason} ${error.hint}`,
	);
	assert.match(
		message,
		/^email-failed The e-mail could not be sent through 127\.0\.0\.1: .*535 5\.7\.8 no: /,
	);
	const sent = Buffer.from('\0ada\0p@ssword-of-ada').toString('base64');
	assert.ok(
		server.lines.some(line => line.includes(sent)),
		'the server was told',
	);
	for (const form of ['p@ssword-of-ada', 'p%40ssword-of-ada', sent])
		assert.ok(!message.includes(form), message);
	const all = settings(transport);
	assert.equal(redact('a p@ssword-of-ada p%40ssword-of-ada', all), 'a … …');
	const refusing = await smtpServer(t, {RCPT: '550 5.1.1 no such user'});
	await assert.rejects(sendEmail(settings(`smtp://${refusing.host}`), email), {
		code: 'email-failed',
		message: /550 5\.1\.1 no such user\.$/,
	});
});

test('a password is not sent in clear text to another machine', async t => {
	const server = await smtpServer(t);
	const [, port] = server.host.split(':');
	// The same machine under a name that does not say so.
	const transport = settings(`smtp://ada:password-of-ada@0.0.0.0:${port}`);
	await assert.rejects(sendEmail(transport, email), {code: 'email-failed'});
	assert.ok(
		server.lines.some(line => /^STARTTLS/i.test(line)),
		server.lines.join(),
	);
	assert.ok(!server.lines.some(line => /^AUTH/i.test(line)), server.lines.join());
});

test('a server that refuses, or never answers, is one sentence', async t => {
	const closed = createServer().listen(0, '127.0.0.1');
	await new Promise(resolve => closed.once('listening', resolve));
	const {port} = closed.address() as {port: number};
	await new Promise(resolve => closed.close(resolve));
	await assert.rejects(sendEmail(settings(`smtp://127.0.0.1:${port}`), email), {
		message: /^The e-mail could not be sent through 127\.0\.0\.1: .*ECONNREFUSED/,
	});
	const silent = await smtpServer(t, {greeting: undefined});
	await assert.rejects(sendEmail(settings(`smtp://${silent.host}?greetingTimeout=20`), email), {
		message: /^The e-mail could not be sent through 127\.0\.0\.1: Greeting never received\.$/,
	});
	const stuck = await smtpServer(t, {DATA: undefined});
	await assert.rejects(sendEmail(settings(`smtp://${stuck.host}?socketTimeout=20`), email), {
		message: /Timeout\.$/,
	});
});

test('file writes whole messages that only the owner reads, under names without secrets', async t => {
	const root = temporaryFolder(t);
	await sendEmail(settings('file', root), {...email, text: 'a-secret-token'});
	await sendEmail(settings('file', root), email);
	const folder = path.join(root, '.quarterdeck/emails');
	const files = readdirSync(folder);
	assert.equal(files.length, 2);
	for (const file of files) {
		assert.match(file, /^[\dT.Z-]+-\w+\.eml$/);
		assert.equal(statSync(path.join(folder, file)).mode & 0o777, 0o600);
	}
	const texts = files.map(file => readFileSync(path.join(folder, file), 'utf8'));
	assert.equal(texts.filter(text => /\r\n\r\na-secret-token/.test(text)).length, 1);
	rmSync(folder, {recursive: true});
	writeFileSync(folder, '');
	await assert.rejects(sendEmail(settings('file', root), email), {code: 'not-written'});
	chmodSync(folder, 0o600);
});

test('console prints the message, without what would control a terminal', async t => {
	const print = t.mock.method(console, 'log', () => {});
	await sendEmail(settings('console'), {...email, text: 'Hello \u001B[2JAda'});
	const printed = String(print.mock.calls[0]!.arguments);
	assert.match(
		printed,
		/^Subject: Hello\nFrom: The shop <shop@example\.com>\nTo: ada@example\.com\nDate: /,
	);
	assert.match(printed, /\n\nHello .*Ada\n-{79}$/);
	assert.ok(!printed.includes('\u001B'));
});

test('mistakes in the settings are named, and the URL is not repeated', () => {
	for (const [given, sentence] of [
		[
			{transport: 'smpt://u:p@x'},
			/^settings\.email\.transport is a string; expected 'console', 'file', or a URL/,
		],
		[{transport: 'smtp://'}, /^settings\.email\.transport/],
		[{transport: 'smtp://a:%ff@x'}, /^settings\.email\.transport/],
		[{from: 'shop@example.com\nBcc: x@y.z'}, /^settings\.email\.from/],
		[{from: 'shop'}, /^settings\.email\.from/],
	] as const) {
		const [mistake] = mistakesIn({...basis, email: given});
		assert.match(mistake!.sentence, sentence);
		assert.ok(!mistake!.sentence.includes('u:p'));
	}
	assert.deepEqual(mistakesIn({...basis, email: {transport: 'smtps://u:p@x', from}}), []);
});

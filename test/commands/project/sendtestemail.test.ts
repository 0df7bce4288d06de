import assert from 'node:assert/strict';
import {hostname} from 'node:os';
import test from 'node:test';
import {tutorialProject} from '../../support/application.ts';
import {commandLine} from '../../support/command-line.ts';
import {smtpServer} from '../../support/smtp.ts';

test('sendtestemail sends what Django sends', async t => {
	const server = await smtpServer(t);
	const root = tutorialProject(t, `email: {transport: 'smtp://${server.host}'},`);
	const sent = await commandLine(root, ['sendtestemail', 'ada@example.com', 'grace@example.com']);
	assert.equal(
		sent.stdout,
		'The server accepted the e-mail to ada@example.com, grace@example.com.\n',
	);
	const [{text, to}] = server.received as [any];
	assert.deepEqual(to, ['ada@example.com', 'grace@example.com']);
	const subject = /^Subject: (.*(?:\r\n .*)*)/m.exec(text)![1]!.replaceAll('\r\n', '');
	assert.match(subject, new RegExp(`^Test email from ${hostname()} on \\d{4}-\\d\\d-\\d\\dT`));
});

test('without a server the message is printed, also as JSON', async t => {
	const root = tutorialProject(t);
	const printed = await commandLine(root, ['sendtestemail', 'ada@example.com']);
	assert.match(
		printed.stdout,
		/^Subject: Test email from .*\nFrom: webmaster@localhost\nTo: ada@example\.com\n/,
	);
	const json = await commandLine(root, ['sendtestemail', 'ada@example.com', '--json']);
	for (const line of json.stdout.trim().split('\n')) assert.ok(JSON.parse(line).type, line);
});

test('what fails is one sentence: no address, none that is one, no server', async t => {
	const root = tutorialProject(t, "email: {transport: 'smtp://127.0.0.1:1'},");
	assert.equal((await commandLine(root, ['sendtestemail'])).code, 2);
	const wrong = await commandLine(root, ['sendtestemail', 'ada']);
	assert.deepEqual(
		[wrong.code, wrong.stderr],
		[1, 'Error: "ada" is not an e-mail address.\nNothing was sent.\n'],
	);
	const refused = await commandLine(root, ['sendtestemail', 'ada@example.com']);
	assert.equal(refused.code, 1);
	assert.match(
		refused.stderr,
		/^Error: The e-mail could not be sent through 127\.0\.0\.1: .*ECONNREFUSED.*\nCheck settings\.email\.transport\.\n$/,
	);
});

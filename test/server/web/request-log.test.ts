import assert from 'node:assert/strict';
import test from 'node:test';
import type {Context} from '../../../source/project/apps/routes.ts';
import {addressOf, requestLog} from '../../../source/server/web/request-log.ts';
import {contextOf} from '../../support/context.ts';

async function lineOf(request: Parameters<typeof contextOf>[0]): Promise<string> {
	let line = '';
	const context = contextOf(request);
	await requestLog(text => {
		line += text;
	})(context, async () => {
		context.status = 302;
		context.body = 'moved';
	});
	context.res.statusCode = 302;
	context.res.emit('close');
	return line;
}

test('a request is logged in Django’s format once it is answered', async () => {
	assert.match(
		await lineOf({url: '/account/'}),
		/^\[\d\d\/[A-Z][a-z]{2}\/\d{4} \d\d:\d\d:\d\d\] "GET \/account\/ HTTP\/\S+" 302 5 \d+ms\n$/,
	);
});

test('secrets in a query are not logged', async () => {
	const line = await lineOf({url: '/reset/?token=sesame&page=2'});
	assert.doesNotMatch(line, /sesame/);
	assert.match(line, /page=2/);
});

test('the name of a visitor cannot end its quotes or its line', async () => {
	let line = '';
	const context = contextOf({from: '203.0.113.7'});
	context.request.ip = '::ffff:203.0.113.7';
	const write = (text: string) => {
		line += text;
	};
	await requestLog(write, {visitors: true})(context, async () => {
		context.state.user = {username: 'a" 200 1\n\u001B[2Jb\u009B'} as Context['state']['user'];
	});
	context.res.emit('close');
	assert.match(line, /ms 203\.0\.113\.7 "a\\" 200 1\\\\nb"\n$/);
});

test('control characters are removed from the log, and long addresses are cut', () => {
	assert.equal(addressOf('/a\nb\u001B[2J'), '/a\\nb');
	assert.equal(addressOf(`/${'a'.repeat(1000)}`).length, 501);
});

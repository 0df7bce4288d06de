import assert from 'node:assert/strict';
import test from 'node:test';
import {CommandError} from '../../../source/errors/command-error.ts';
import type {Project} from '../../../source/project/project.ts';
import {answerErrors} from '../../../source/server/web/answer-errors.ts';
import {Refusal} from '../../../source/server/web/refusal.ts';
import {textOf} from '../../support/browser.ts';
import {contextOf, type Request} from '../../support/context.ts';

async function answer(error: unknown, request: Request & {debug?: boolean} = {}) {
	const context = contextOf(request);
	context.settings.debug = request.debug ?? true;
	let log = '';
	const project = {root: '/srv/books', apps: [], settings: context.settings} as unknown as Project;
	const handler = answerErrors(project, [], text => {
		log += text;
	});
	await handler(context, async () => {
		if (error) throw error;
	});
	return {
		status: context.status,
		text: textOf(String(context.body)),
		log,
		headers: context.response.headers,
	};
}

const httpError = (status: number, more: object = {}) =>
	Object.assign(new Error('the message'), {status, ...more});

test('a request without an answer is a 404, with the routes for the developer', async () => {
	const {status, text, log} = await answer(undefined, {url: '/nowhere/'});
	assert.equal(status, 404);
	assert.match(text, /Quarterdeck tried these URL patterns/);
	assert.equal(log, 'Not Found: /nowhere/\n');
	assert.doesNotMatch((await answer(httpError(404), {debug: false})).text, /URL patterns/);
});

test('an HTTP error shows its message only if it may be exposed', async () => {
	assert.match((await answer(httpError(413, {expose: true}))).text, /the message/);
	const hidden = await answer(httpError(403, {headers: {'retry-after': '3'}}));
	assert.doesNotMatch(hidden.text, /the message/);
	assert.equal(hidden.log, 'Forbidden (the message): /\n');
	assert.equal(hidden.headers['retry-after'], '3');
	assert.equal(
		(await answer(httpError(405), {method: 'PUT'})).log,
		'Method Not Allowed (PUT): /\n',
	);
});

test('a refusal is logged with its reason and shown in its own way', async () => {
	const refusal = new Refusal(400, 'unknown host', (context, forDeveloper) => {
		context.body = `developer: ${forDeveloper}`;
	});
	const {status, text, log} = await answer(refusal, {from: '10.0.0.7'});
	assert.deepEqual(
		[status, text, log],
		[400, 'developer: false', 'Bad Request (unknown host): /\n'],
	);
});

test('the stack of a failure is shown to the developer on this machine only', async () => {
	const error = new Error('broken view');
	assert.match((await answer(error)).text, /broken view/);
	for (const request of [
		{from: '10.0.0.7'},
		{debug: false},
		{headers: {'x-forwarded-for': '10.0.0.7'}},
	]) {
		const {status, text, log} = await answer(error, request);
		assert.equal(status, 500);
		assert.doesNotMatch(text, /broken view/);
		assert.match(log, /Internal Server Error: \/\nError: broken view\n/);
	}
});

test('an expected failure is shown with its hint', async () => {
	assert.match(
		(await answer(new CommandError('No template.', {hint: 'Write one.'}))).text,
		/No template\. Write one\./,
	);
});

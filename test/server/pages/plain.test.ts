import assert from 'node:assert/strict';
import test from 'node:test';
import {
	showCsrfFailure,
	showPlainPage,
	showUnknownHost,
} from '../../../source/server/pages/plain.ts';
import {contextOf} from '../../support/context.ts';

test('each status has a page; other statuses get the page for 400 or 500', () => {
	const titles = [404, 418, 503, 504].map(status => {
		const context = contextOf();
		showPlainPage(context, status);
		return /<title>(.*?)<\/title>/.exec(String(context.body))?.[1];
	});
	assert.deepEqual(titles, [
		'Page not found (404)',
		'Bad request (418)',
		'Service unavailable (503)',
		'Server error (504)',
	]);
});

test('a CSRF failure gives its reason to the developer only', () => {
	const [shown, plain] = ['CSRF cookie not set.', undefined].map(reason => {
		const context = contextOf();
		showCsrfFailure(context, reason);
		return String(context.body);
	});
	assert.match(shown!, /CSRF cookie not set\./);
	assert.doesNotMatch(plain!, /Reason given/);
});

test('the page about an unknown host escapes the host', () => {
	const context = contextOf();
	showUnknownHost(context, '<script>');
	assert.match(String(context.body), /&lt;script&gt;/);
});

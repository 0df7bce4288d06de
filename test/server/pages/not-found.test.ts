import assert from 'node:assert/strict';
import test from 'node:test';
import {showRoutesTried} from '../../../source/server/pages/not-found.ts';
import {textOf} from '../../support/browser.ts';
import {contextOf} from '../../support/context.ts';

const view = () => {};
const routes = [
	{pattern: '/accounts/login/', view, name: 'login'},
	{pattern: '/account/', view},
];

function pageOf(url: string, matched?: {reason?: string}): string {
	const context = contextOf({url});
	showRoutesTried(context, routes, matched);
	return textOf(String(context.body));
}

test('the routes are listed in the order in which they were tried', () => {
	assert.match(
		pageOf('/nowhere/'),
		/\/accounts\/login\/ \[name='login'\].*\/account\/.*nowhere\/, didn’t match any/s,
	);
});

test('after a login the page names the setting that led there and suggests a route', () => {
	assert.match(pageOf('/accounts/profile/'), /loginRedirectUrl: '\/account\/'/);
	assert.doesNotMatch(pageOf('/nowhere/'), /loginRedirectUrl/);
});

test('a view that found nothing is distinguished from a path without a route', () => {
	assert.match(pageOf('/account/', {}), /matched the pattern, but its view found nothing/);
	assert.match(pageOf('/account/', {reason: 'No <b> matches.'}), /No <b> matches\./);
	assert.match(pageOf('/'), /The empty path didn’t match/);
});

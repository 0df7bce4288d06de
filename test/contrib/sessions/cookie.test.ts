import assert from 'node:assert/strict';
import test from 'node:test';
import {sessionCookie} from '../../../source/contrib/sessions/cookie.ts';
import {contextOf} from '../../support/context.ts';

const setCookie = (context: ReturnType<typeof contextOf>) =>
	[context.response.get('set-cookie')].flat().join('\n');

test('the cookie holds the id for fourteen days, out of reach of scripts and other sites', () => {
	const context = contextOf();
	sessionCookie.set(context, 'an-id');
	const cookie = setCookie(context);
	assert.match(cookie, /^sessionid=an-id; path=\/; expires=[^;]+; samesite=lax; httponly$/);
	const days = (Date.parse(/expires=([^;]+)/.exec(cookie)![1]!) - Date.now()) / 86_400_000;
	assert.ok(days > 13.9 && days <= 14, `${days} days`);
	assert.equal(sessionCookie.get(contextOf({headers: {cookie: 'sessionid=an-id'}})), 'an-id');
	assert.equal(sessionCookie.get(contextOf()), '');
});

test('removing it sets an empty cookie that has expired', () => {
	const context = contextOf();
	sessionCookie.remove(context);
	assert.match(setCookie(context), /^sessionid=; path=\/; expires=Thu, 01 Jan 1970 00:00:00 GMT;/);
});

test('on https it has the prefix __Host-, and a cookie without it is ignored', () => {
	const https = (cookie: string) => {
		const context = contextOf({headers: {cookie}});
		Object.defineProperty(context.request, 'protocol', {value: 'https'});
		return context;
	};
	const context = https('');
	sessionCookie.set(context, 'an-id');
	assert.match(setCookie(context), /^__Host-sessionid=an-id; .*; secure; httponly$/);
	assert.equal(sessionCookie.get(https('sessionid=planted')), '');
	assert.equal(sessionCookie.get(https('__Host-sessionid=an-id')), 'an-id');
});

import assert from 'node:assert/strict';
import test from 'node:test';
import routes from '../../../source/contrib/auth/urls.ts';
import * as views from '../../../source/contrib/auth/views.ts';

test('the routes have Django’s patterns and names', () => {
	assert.deepEqual(routes, [
		{pattern: 'login/', view: views.login, name: 'login'},
		{pattern: 'logout/', view: views.logout, name: 'logout'},
		{pattern: 'password_change/', view: views.changePassword, name: 'password_change'},
		{pattern: 'password_change/done/', view: views.passwordChanged, name: 'password_change_done'},
	]);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import * as reset from '../../../source/contrib/auth/reset-views.ts';
import routes from '../../../source/contrib/auth/urls.ts';
import * as views from '../../../source/contrib/auth/views.ts';

test('the routes have Django’s patterns and names', () => {
	assert.deepEqual(routes, [
		{pattern: 'login/', view: {get: views.loginPage, post: views.login}, name: 'login'},
		{pattern: 'logout/', view: {post: views.logout}, name: 'logout'},
		{
			pattern: 'password_change/',
			view: {get: views.passwordPage, post: views.changePassword},
			name: 'password_change',
		},
		{
			pattern: 'password_change/done/',
			view: {get: views.passwordChanged},
			name: 'password_change_done',
		},
		{
			pattern: 'password_reset/',
			view: {get: reset.resetPage, post: reset.requestReset},
			name: 'password_reset',
		},
		{
			pattern: 'password_reset/done/',
			view: {get: reset.resetRequested},
			name: 'password_reset_done',
		},
		{
			pattern: 'reset/<str:uid>/<str:token>/',
			view: {get: reset.openLink, post: reset.resetPassword},
			name: 'password_reset_confirm',
		},
		{pattern: 'reset/done/', view: {get: reset.resetDone}, name: 'password_reset_complete'},
		{pattern: '', view: {get: views.accounts}},
	]);
});

import {path, type Routes} from '../../index.ts';
import {
	openLink,
	requestReset,
	resetDone,
	resetPage,
	resetPassword,
	resetRequested,
} from './reset-views.ts';
import {
	accounts,
	changePassword,
	login,
	loginPage,
	logout,
	passwordChanged,
	passwordPage,
} from './views.ts';

const routes: Routes = [
	path('login/', {get: loginPage, post: login}, {name: 'login'}),
	path('logout/', {post: logout}, {name: 'logout'}),
	path('password_change/', {get: passwordPage, post: changePassword}, {name: 'password_change'}),
	path('password_change/done/', {get: passwordChanged}, {name: 'password_change_done'}),
	path('password_reset/', {get: resetPage, post: requestReset}, {name: 'password_reset'}),
	path('password_reset/done/', {get: resetRequested}, {name: 'password_reset_done'}),
	path(
		'reset/<str:uid>/<str:token>/',
		{get: openLink, post: resetPassword},
		{name: 'password_reset_confirm'},
	),
	path('reset/done/', {get: resetDone}, {name: 'password_reset_complete'}),
	path('', {get: accounts}),
];

export default routes;

import {path, type Routes} from '../../index.ts';
import {changePassword, login, loginPage, logout, passwordChanged, passwordPage} from './views.ts';

const routes: Routes = [
	path('login/', {get: loginPage, post: login}, {name: 'login'}),
	path('logout/', {post: logout}, {name: 'logout'}),
	path('password_change/', {get: passwordPage, post: changePassword}, {name: 'password_change'}),
	path('password_change/done/', {get: passwordChanged}, {name: 'password_change_done'}),
];

export default routes;

import {path, type Routes} from '../../index.ts';
import {changePassword, login, logout, passwordChanged} from './views.ts';

const routes: Routes = [
	path('login/', login, {name: 'login'}),
	path('logout/', logout, {name: 'logout'}),
	path('password_change/', changePassword, {name: 'password_change'}),
	path('password_change/done/', passwordChanged, {name: 'password_change_done'}),
];

export default routes;

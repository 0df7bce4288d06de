import {include, path, type Routes} from 'quarterdeck';
import {home} from './views.ts';

const routes: Routes = [
	path('/', home, {name: 'home'}),
	path('/accounts/', include('quarterdeck/auth/urls')),
];

export default routes;

import {include, path, type Routes} from 'quarterdeck';

const routes: Routes = [
	path('/', include('./books/urls.ts')),
	path('/orders/', include('./orders/urls.ts')),
	path('/accounts/', include('quarterdeck/auth/urls')),
];

export default routes;

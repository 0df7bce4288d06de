import {path, type Routes} from 'quarterdeck';
import {orderList, placeOrder} from './views.ts';

const routes: Routes = [
	path('/', {get: orderList}, {name: 'order-list'}),
	path('/<slug:isbn>/', {post: placeOrder}, {name: 'place-order'}),
];

export default routes;

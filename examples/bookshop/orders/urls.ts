import {path, type Routes} from 'quarterdeck';
import {orderList, placeOrder} from './views.ts';

const routes: Routes = [
	path('/', orderList, {name: 'order-list'}),
	path('/:isbn/', placeOrder, {name: 'place-order'}),
];

export default routes;

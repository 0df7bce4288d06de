import {path, type Routes} from 'quarterdeck';
import {bookDetail, bookList} from './views.ts';

const routes: Routes = [
	path('/', {get: bookList}, {name: 'book-list'}),
	path('/books/<slug:isbn>/', {get: bookDetail}, {name: 'book-detail'}),
];

export default routes;

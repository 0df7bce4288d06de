import {path, type Routes} from 'quarterdeck';
import {bookDetail, bookList} from './views.ts';

const routes: Routes = [
	path('/', bookList, {name: 'book-list'}),
	path('/books/:isbn/', bookDetail, {name: 'book-detail'}),
];

export default routes;

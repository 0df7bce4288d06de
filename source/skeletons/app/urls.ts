import {path, type Routes} from 'quarterdeck';
import {list} from './views.ts';

const routes: Routes = [path('/', list, {name: '{{label}}'})];

export default routes;

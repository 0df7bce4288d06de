import {path, type Routes} from 'quarterdeck';
import {home} from './views.ts';

// To use these routes, add this line to the project's urls.ts:
// path('/{{label}}/', include('./{{label}}/urls.ts'))
const routes: Routes = [path('/', home, {name: '{{label}}-home'})];

export default routes;

import type {Context} from 'quarterdeck';
import {{{entity}}} from './entities.ts';

export async function list(context: Context) {
	await context.render('{{label}}/list.html', {
		{{label}}: await context.em.find({{entity}}, {}, {orderBy: {title: 'asc'}}),
	});
}

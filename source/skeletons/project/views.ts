import type {Context} from 'quarterdeck';

export async function home(context: Context) {
	await context.render('home.html');
}

import {defineCommand} from 'quarterdeck';
import {Book} from '../entities.ts';

export default defineCommand({
	summary: 'Add a book to the shop',
	arguments: {isbn: {}, title: {}, author: {}},
	flags: {
		price: {type: 'number', value: 'CENTS', default: 0, help: 'its price'},
	},
	async run({isbn, title, author, price}, {em, log}) {
		em.create(Book, {isbn, title, author, price});
		await em.flush();
		log(`Added ${title}.`, 'success');
	},
});

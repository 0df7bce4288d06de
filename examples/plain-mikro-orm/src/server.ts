import {MikroORM} from '@mikro-orm/sqlite';
import Koa from 'koa';
import {Book} from './book.js';
import config from './mikro-orm.config.js';

const orm = await MikroORM.init(config);
const app = new Koa();

app.use(async context => {
	const books = await orm.em.fork().find(Book, {}, {populate: ['author'], orderBy: {title: 'asc'}});
	context.body = books.map(({title, year, author}) => ({title, year, author: author.name}));
});

export default app;

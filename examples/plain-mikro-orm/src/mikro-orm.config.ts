import {Migrator} from '@mikro-orm/migrations';
import {defineConfig} from '@mikro-orm/sqlite';
import {Author} from './author.js';
import {Book} from './book.js';

export default defineConfig({
	dbName: 'library.db',
	entities: [Author, Book],
	extensions: [Migrator],
	migrations: {path: 'src/migrations'},
});

import {Migrator} from '@mikro-orm/migrations';
import {defineConfig} from '@mikro-orm/sqlite';
import {Task} from './task.ts';

export default defineConfig({
	dbName: 'tasks.db',
	entities: [Task],
	extensions: [Migrator],
	migrations: {path: 'src/migrations'},
});

import {createRequire} from 'node:module';
import {resolveFromProject} from '../import/import-source.ts';
import type {ConfiguredProject} from '../settings/settings.ts';
import {serverOptions} from './address.ts';
import type {Database} from './database.ts';
import {lossOf} from './loss.ts';

/** @throws the driver's error, such as ECONNREFUSED or a wrong password */
export async function connect(project: ConfiguredProject): Promise<Database> {
	const {database} = project.settings;
	const require = createRequire(resolveFromProject('@mikro-orm/postgresql', project.root));
	const {Client} = require('pg');
	const client = new Client({
		// The same timeout as mysql2's; pg's own is minutes.
		connectionTimeoutMillis: 10_000,
		...(database.url ? {connectionString: database.url} : serverOptions(database, 5432)),
	});
	const loss = lossOf(client);
	await client.connect();
	return {
		dialect: 'postgresql',
		async query(sql, parameters = []) {
			let count = 0;
			// Without values, a question mark is an operator or part of a text.
			const numbered = parameters.length > 0 ? sql.replaceAll('?', () => `$${++count}`) : sql;
			try {
				return (await client.query(numbered, [...parameters])).rows;
			} catch (error) {
				throw loss.reasonOf(error);
			}
		},
		close: () => client.end(),
		hold: keeps => (keeps ? client.ref() : client.unref()),
	};
}

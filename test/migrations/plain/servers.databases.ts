import assert from 'node:assert/strict';
import test from 'node:test';
import {isMysqlFamily} from '../../../source/project/database/dialect.ts';
import {authors, makePlainProject} from '../../support/plain-project.ts';
import {skipWithout} from '../../support/requires.ts';
import {isThere, makeDatabase, servers} from '../../support/servers.ts';

for (const server of servers) {
	const {driver, host, port, user} = server;
	const options = {skip: skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server))};

	test(
		`${driver}: a plain MikroORM project, MikroORM's migrator before and after`,
		options,
		async t => {
			const database = await makeDatabase(t, server);
			const scheme = isMysqlFamily(driver) ? 'mysql' : driver;
			const schema = driver === 'postgresql' ? "schema: 'library', " : '';
			const project = makePlainProject(
				t,
				authors('name: p.string()'),
				`clientUrl: '${scheme}://${user}@${host}:${port}/${database.name}', ${schema}pool: {max: 1}`,
				driver,
			);
			await project.quarterdeck('makemigrations');
			const {ran} = await project.quarterdeck('migrate');
			assert.equal(ran.length, 1);
			const [app] = (await project.quarterdeck('showmigrations')).events;
			const age = Date.now() - Date.parse(app.value.migrations[0].applied);
			assert.ok(Math.abs(age) < 60_000, `applied ${age} ms ago`);
			await project.withMigrator(async migrator => {
				assert.deepEqual(
					(await migrator.getExecuted()).map(({name}) => name),
					ran,
				);
				assert.equal(await migrator.checkSchema(), false);
				await migrator.down();
				const {events} = await project.quarterdeck('showmigrations');
				assert.equal(events[0].text, ` [ ] ${ran[0]}`);
				await migrator.up();
				assert.deepEqual((await project.quarterdeck('migrate')).ran, []);
				assert.deepEqual((await project.quarterdeck('migrate', ['library', 'zero'])).ran, ran);
				assert.deepEqual(await migrator.getExecuted(), []);
			});
		},
	);
}

import assert from 'node:assert/strict';
import test from 'node:test';
import {compile} from '../support/compile.ts';

/** What an application writes, each line that must not compile behind a mark. */
const application = `
import {MikroORM as Postgres} from '@mikro-orm/postgresql';
import {MikroORM} from '@mikro-orm/sqlite';
import {CommandError, defineSettings, describeProject, type Event, type MigrateResult, type MigrationRun, migrate} from 'quarterdeck';

const orm = await MikroORM.init({dbName: ':memory:'});
const run: MigrationRun = migrate({orm, onEvent: (event: Event) => console.log(event.type)});
for await (const event of run) {
	if (event.type === 'applied') console.log(event.migration.length + event.milliseconds);
	// @ts-expect-error: only some events are of a migration
	console.log(event.migration);
}
const {applied, faked}: MigrateResult = await run;
const ids: string[] = [...applied, ...faked, ...(await describeProject({orm})).unapplied];
await migrate({orm: new Postgres({dbName: 'shop'}), app: 'shop', target: ids[0], wait: false});
await migrate().catch((error: unknown) => {
	if (error instanceof CommandError && error.code === 'lock-held') return;
	throw error;
});
const database = {driver: 'sqlite', name: 'db.sqlite3'} as const;
defineSettings({apps: ['./shop'], database, secretKey: 'key', server: './server.ts', debug: true});
// @ts-expect-error: no such setting
defineSettings({apps: [], database, secretKey: 'key', debugg: true});
// @ts-expect-error: a port is a number
defineSettings({apps: [], database, secretKey: 'key', server: {port: '3000'}});
// @ts-expect-error: a file's name is no ORM
migrate({orm: 'db.sqlite3'});
// @ts-expect-error: a result is waited for
migrate({orm}).applied;
`;

test('the published types accept an application’s own ORM', t => {
	assert.equal(compile(t, {'application.ts': application}), '');
});

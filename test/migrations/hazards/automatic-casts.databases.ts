import assert from 'node:assert/strict';
import test from 'node:test';
import {databases} from '../../support/databases.ts';
import {hazardsOn} from '../../support/hazards-on-server.ts';

const database = databases.find(({driver}) => driver === 'postgresql');

/** A column with its default, what changes it, and whether PostgreSQL does. */
const changes: [column: string, statements: string[], works: boolean][] = [
	['boolean default true', ['type integer using c::integer'], false],
	['boolean default true', ['drop default', 'type integer using c::integer'], true],
	['boolean', ['type integer using c::integer'], true],
	["text default 'x'", ['type integer using length(c)'], false],
	['integer default 3', ['type text'], true],
	['text', ['type integer'], false],
	['integer', ['type bigint'], true],
	['integer', ['type varchar(9)'], true],
	['varchar(9)', ['type text'], true],
	['timestamp', ['type date'], true],
	['date', ['type integer'], false],
	['date', ['type integer using c::integer'], false],
	['text[]', ['type varchar(3)[]'], true],
	['text[]', ['type integer[]'], false],
];

test('what PostgreSQL does not convert by itself is foreseen without rows, too', {
	skip: database ? database.options.skip : 'there is no server',
}, async t => {
	const {run, hazards} = await hazardsOn(t, database!);
	for (const [column, clauses, works] of changes) {
		await run('drop table if exists t', `create table t (c ${column})`);
		const sql = clauses.map(clause => `alter table t alter column c ${clause}`);
		const message = `${column}: ${clauses}`;
		assert.equal(
			(await hazards(...sql)).some(({fails}) => fails),
			!works,
			message,
		);
		if (works) await run(...sql);
		else await assert.rejects(run(...sql), message);
	}
});

import type {Engine} from './engine.ts';
import {recordFingerprint} from './fingerprints.ts';
import type {Step} from './plan.ts';

/** Where a step is written down. */
export interface Record {
	engine: Engine;
	/** The recorder's. */
	table: string;
	step: Step;
}

/** Whether another run was faster. */
export async function isRecorded(
	{engine, table, step}: Record,
	transaction: unknown,
): Promise<boolean> {
	const names = namesOf(engine, step).join(', ');
	const sql = `select 1 from ${engine.quote(table)} where name in (${names})`;
	const rows = await engine.connection.execute(sql, [], 'all', transaction);
	return rows.length > 0 === (step.direction === 'forwards');
}

/** A squashed migration stands for those it replaces, so that they may be gone one day. */
export async function record({engine, table, step}: Record, transaction: unknown): Promise<void> {
	const quoted = engine.quote(table);
	const replaced = step.file.replaces.map(name => engine.quoteValue(name));
	const statements =
		step.direction === 'forwards'
			? [...replaced, engine.quoteValue(step.file.id)].map(
					name => `insert into ${quoted} (name) values (${name})`,
				)
			: [
					`delete from ${quoted} where name in (${[...replaced, ...namesOf(engine, step)].join(', ')})`,
				];
	for (const statement of statements) {
		await engine.connection.execute(statement, [], 'run', transaction);
	}
	await recordFingerprint(engine, table, step, transaction);
}

/** The name as it may be recorded: older versions of MikroORM kept the file's ending. */
function namesOf(engine: Engine, {file: {id}}: Step): string[] {
	return [id, `${id}.ts`, `${id}.js`].map(name => engine.quoteValue(name));
}

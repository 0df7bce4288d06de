import {messageOf} from '../errors.ts';
import type {Engine} from './engine.ts';
import {commits} from './failure.ts';

const wasDone =
	/already exists|duplicate (?:column|key name|foreign key|index)|can't drop|does(?:n't| not) exist|unknown (?:table|column)|no such (?:table|index|view|trigger|column)/i;
const concurrently =
	/^\s*create\s+(?:unique\s+)?index\s+concurrently\s+(?:if\s+not\s+exists\s+)?([\w."]+)/i;

/**
 * Sends a statement again whose answer never came. A change of the schema that is done already is
 * refused by the database, which is the answer then.
 */
export async function resumption(
	engine: Engine,
	sql: string,
	execute: () => Promise<unknown>,
): Promise<void> {
	// Half of such an index stays, invalid, and is in the way.
	const index = engine.driverName === 'postgresql' ? concurrently.exec(sql)?.[1] : undefined;
	if (index)
		await engine.connection.execute(`drop index concurrently if exists ${index}`, [], 'run');
	try {
		await execute();
	} catch (error) {
		if (!commits(sql) || !wasDone.test(messageOf(error))) throw error;
	}
}

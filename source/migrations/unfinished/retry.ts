import {messageOf} from '../../errors/command-error.ts';
import {commits} from './failure.ts';

const wasDone =
	/already exists|duplicate (?:column|key name|foreign key|index)|can't drop|does(?:n't| not) exist|unknown (?:table|column)|no such (?:table|index|view|trigger|column)/i;

/**
 * Sends a statement again whose answer never came. A change of the schema that is done already is
 * refused by the database, which is the answer then.
 */
export async function resumption(sql: string, execute: () => Promise<unknown>): Promise<void> {
	try {
		await execute();
	} catch (error) {
		if (!commits(sql) || !wasDone.test(messageOf(error))) throw error;
	}
}

import {messageOf} from '../../errors/command-error.ts';
import {commitsImplicitly} from './failure.ts';

const isDone =
	/already exists|duplicate (?:column|key name|foreign key|index)|can't drop|does(?:n't| not) exist|unknown (?:table|column)|no such (?:table|index|view|trigger|column)/i;

/**
 * Sends a statement whose answer never came a second time. If it is a change of the schema that has been
 * made, the database refuses it and says so; that counts as success.
 * @throws the database's error otherwise
 */
export async function sendAgain(sql: string, execute: () => Promise<unknown>): Promise<void> {
	try {
		await execute();
	} catch (error) {
		if (!commitsImplicitly(sql) || !isDone.test(messageOf(error))) throw error;
	}
}

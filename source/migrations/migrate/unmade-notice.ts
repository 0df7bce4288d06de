import {isCommandError} from '../../errors/command-error.ts';
import {type Event, log} from '../../runs/events.ts';
import type {OpenEngine} from './open-engine.ts';

/** Django says this as well. What cannot be compared is left to `makemigrations` to tell. */
export async function* unmadeNotice(open: OpenEngine): AsyncGenerator<Event> {
	let changes: Map<string, string[]>;
	try {
		changes = await open.unmadeChanges();
	} catch (error) {
		if (isCommandError(error)) return;
		throw error;
	}
	const labels = [...changes].filter(([, operations]) => operations.length > 0);
	if (labels.length === 0) return;
	const names = labels.map(([label]) => `'${label}'`).sort();
	yield log.notice(
		`  Your entities in app(s): ${names.join(', ')} have changes that are not yet reflected in a migration, and so won't be applied.\n` +
			"  Run 'quarterdeck makemigrations' to make new migrations, and then re-run 'quarterdeck migrate' to apply them.",
	);
}

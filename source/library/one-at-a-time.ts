import {CommandError, exitCodes} from '../errors/command-error.ts';

const last = new WeakMap<object, Promise<unknown>>();

/**
 * Two concurrent runs on one ORM would share its connection, and a database in memory has no lock.
 * @param wait false: fail while another run is in progress
 * @throws CommandError `lock-held`
 */
export async function oneAtATime<T>(
	orm: object,
	wait: boolean,
	work: () => Promise<T>,
): Promise<T> {
	const before = last.get(orm);
	if (before && !wait) {
		throw new CommandError('Another migrate in this process is using the same ORM.', {
			code: 'lock-held',
			exitCode: exitCodes.lockHeld,
			hint: 'Nothing was changed. Try again when it has ended.',
		});
	}
	const mine = (before ?? Promise.resolve()).then(work);
	const ended = mine.then(
		() => {},
		() => {},
	);
	last.set(orm, ended);
	try {
		return await mine;
	} finally {
		if (last.get(orm) === ended) last.delete(orm);
	}
}

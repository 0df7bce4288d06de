import {runCommand} from '../commands/command.ts';

export interface Split {
	/** The files that were written. */
	written: string[];
	/** Why the migration was not split. */
	failure?: {message: string; hint?: string; code?: string};
}

/** Writes the safer way of a migration: `auth.0002_index`. */
export async function splitMigration(root: string, migration: string): Promise<Split> {
	const [app = '', name = ''] = migration.split('.');
	const written: string[] = [];
	let failure: Split['failure'];
	const {ended} = runCommand(root, ['splitmigration', app, name], event => {
		if (event.type === 'migration-written') written.push(event.path);
		else if (event.type === 'error') failure = event;
	});
	const {exitCode, stderr} = await ended;
	if (exitCode === 0) return {written};
	return {
		written,
		failure: failure ?? {message: stderr || `splitmigration exited with code ${exitCode}.`},
	};
}

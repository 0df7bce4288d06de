import type {EntityManager} from '@mikro-orm/core';
import type {CompleteSettings} from '../project/settings/settings.ts';
import type {Finding} from './finding/finding.ts';

/** What an app's checks are given. */
export interface CheckContext {
	settings: CompleteSettings;
	/** A fork of the project's EntityManager. The database need not be there, or be migrated. */
	em: EntityManager;
	/** Absolute path of the project's folder. */
	root: string;
	/** True for `check --deploy`: the settings are those of the server that the site will run on. */
	deploy: boolean;
}

/** Yields, or returns, what it finds; nothing when all is well. */
export type Checks = (
	context: CheckContext,
) =>
	| Iterable<Finding>
	| AsyncIterable<Finding>
	| Promise<Iterable<Finding> | undefined | void>
	| undefined
	| void;

/**
 * Marks the default export of `<app>/checks.ts`; gives it back unchanged.
 * @example
 * export default defineChecks(function* ({settings}) {
 * 	if (!existsSync(covers)) {
 * 		yield {id: 'books.W001', level: 'warning', message: 'There is no folder for covers.', hint: 'mkdir covers'};
 * 	}
 * });
 */
export function defineChecks(checks: Checks): Checks {
	return checks;
}

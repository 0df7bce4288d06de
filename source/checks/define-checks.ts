import type {EntityManager} from '@mikro-orm/core';
import type {CompleteSettings} from '../project/settings/settings.ts';
import type {Finding} from './finding/finding.ts';

/** What an app's checks get. */
export interface CheckContext {
	settings: CompleteSettings;
	/** A fork of the project's EntityManager. The database may be missing or not migrated. */
	em: EntityManager;
	/** Absolute path of the project's folder. */
	root: string;
	/** True for `check --deploy`: the settings are those of the production server. */
	deploy: boolean;
}

/** Yields or returns findings. */
export type Checks = (
	context: CheckContext,
) =>
	| Iterable<Finding>
	| AsyncIterable<Finding>
	| Promise<Iterable<Finding> | undefined | void>
	| undefined
	| void;

/**
 * Marks the default export of `<app>/checks.ts` and returns it unchanged.
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

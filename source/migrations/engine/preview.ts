import {messageOf} from '../../errors/command-error.ts';
import {driverClasses} from '../../mikro-orm/driver-name.ts';
import type {Project} from '../../project/project.ts';
import type {Driver} from '../../project/settings/settings.ts';
import {literalMigration} from '../files/literal-migration.ts';
import {readingOf} from '../files/reading.ts';
import type {Step} from '../graph/plan.ts';
import type {PreviewEngine} from './engine.ts';

/** What a step would send to the database. */
export interface Preview {
	sql: string[];
	/** It runs code of its own, of which the statements may be only a part. */
	runsCode: boolean;
	/** Why the code stopped before its end. */
	stoppedBy?: string;
	transactional: boolean;
	/** It has a down() of its own. */
	reversible: boolean;
}

/**
 * Runs the migration against a driver that only takes notes: nothing reaches the database.
 * @param dialect what a migration for several databases takes the driver for
 */
export async function previewStep(
	engine: PreviewEngine,
	{file, direction}: Step,
	dialect?: Driver,
): Promise<Preview> {
	const noted: string[] = [];
	let runsCode = false;
	const driver = new Proxy(engine.driver, {
		get(target, key) {
			if (key === 'constructor' && dialect) return {name: driverClasses[dialect]};
			if (key === 'execute') {
				return async (query: unknown) => {
					runsCode = true;
					noted.push(engine.textOf(query));
					return [];
				};
			}
			if (key === 'createEntityManager') {
				return () => {
					runsCode = true;
					throw new Error('it uses the EntityManager');
				};
			}
			return Reflect.get(target, key);
		},
	});
	const migration = await engine.instantiate(file, driver);
	let stoppedBy: string | undefined;
	try {
		await (direction === 'forwards' ? migration.up() : migration.down());
	} catch (error) {
		stoppedBy = messageOf(error);
	}
	const sql = [...noted, ...migration.getQueries().map((query: unknown) => engine.textOf(query))];
	const reversible =
		(migration.isReversible ?? Object.hasOwn(Object.getPrototypeOf(migration), 'down')) &&
		!/cannot be reverted/.test(stoppedBy ?? '');
	return {sql, runsCode, stoppedBy, transactional: migration.isTransactional(), reversible};
}

/**
 * An engine that shows what literal migrations would do: their text is SQL for whatever database.
 * @returns undefined where one of the steps runs code
 */
export function literalPreview({settings}: Project, steps: Step[]): PreviewEngine | undefined {
	if (!steps.every(({file}) => readingOf(file)?.literal)) return undefined;
	const driver = {constructor: {name: driverClasses[settings.database.driver]}};
	return {
		driverName: settings.database.driver,
		driver,
		instantiate: async (file, of = driver) => literalMigration(file, of)!,
		textOf: String,
	};
}

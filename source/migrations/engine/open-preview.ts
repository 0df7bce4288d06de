import {driverClasses} from '../../mikro-orm/driver-name.ts';
import type {Project} from '../../project/project.ts';
import {literalMigration} from '../files/literal-migration.ts';
import {readingOf} from '../files/reading.ts';
import type {Step} from '../graph/plan.ts';
import type {PreviewEngine} from './engine.ts';

export interface OpenPreview {
	engine: PreviewEngine;
	close(): Promise<void>;
}

/** The quickest engine that can show what these steps would do, on any database. */
export async function openPreview(project: Project, steps: Step[]): Promise<OpenPreview> {
	return literalPreview(project, steps) ?? openWithMikroOrm(project);
}

/**
 * What is literal says all in its text, which is SQL of whatever database.
 * @returns undefined where one of the steps is not
 */
export function literalPreview({settings}: Project, steps: Step[]): OpenPreview | undefined {
	if (!steps.every(({file}) => readingOf(file)?.literal)) return undefined;
	const driver = {constructor: {name: driverClasses[settings.database.driver]}};
	const engine: PreviewEngine = {
		driverName: settings.database.driver,
		driver,
		instantiate: async (file, of = driver) => literalMigration(file, of)!,
		textOf: String,
	};
	return {engine, close: async () => {}};
}

/** Without entities, which no migration needs and which take long to load. */
async function openWithMikroOrm(project: Project): Promise<OpenPreview> {
	const {overMikroOrm} = await import('./mikro-orm.ts');
	const open = await project.access.openOrm(project, {schemaOnly: true, loaded: new Map()});
	return {engine: await overMikroOrm(project, open), close: () => open.orm.close(true)};
}

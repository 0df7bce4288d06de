import type {TestContext} from 'node:test';
import {MikroORM} from '@mikro-orm/sqlite';
import {type MikroOrm, overMikroOrm} from '../../source/migrations/engine/mikro-orm.ts';
import {type Internals, internalsOf} from '../../source/migrations/mikro-orm/internals.ts';
import type {EntityReference} from '../../source/mikro-orm/entity.ts';
import type {App} from '../../source/project/apps/app-registry.ts';
import type {Project} from '../../source/project/project.ts';
import {sqliteBench} from './sqlite-engine.ts';

export interface EntityBench {
	project: Project;
	internals: Internals;
	engine: MikroOrm;
	/** By the labels of the entities. */
	app(label: string): App;
}

/** MikroORM over a SQLite database in memory with these entities, by the label of their app. */
export async function entityBench(
	t: TestContext,
	entities: Record<string, EntityReference[]>,
): Promise<EntityBench> {
	const bench = sqliteBench(t);
	const apps = Object.keys(entities).map(label => ({...bench.project.apps[0]!, label}));
	const project: Project = {...bench.project, apps};
	const all = Object.values(entities).flat() as any[];
	const discovery = {warnWhenNoEntities: false};
	const orm = await MikroORM.init({dbName: ':memory:', entities: all, discovery});
	t.after(() => orm.close(true));
	const open = {orm, entities: new Map(Object.entries(entities))};
	return {
		project,
		internals: await internalsOf(project, orm),
		engine: await overMikroOrm(project, open),
		app: label => apps.find(app => app.label === label)!,
	};
}

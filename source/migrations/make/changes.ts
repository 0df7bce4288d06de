import type {App} from '../../project/apps/app-registry.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import type {Project} from '../../project/project.ts';
import {type AppChanges, detectChanges} from '../detect/autodetector.ts';
import {overMikroOrm} from '../engine/mikro-orm.ts';
import type {MigrationGraph} from '../graph/graph.ts';
import type {Questioner} from '../questions/questioner.ts';
import type {Maker} from './maker.ts';

/** What has changed in each of the apps; those without a change are left out. */
export async function changesOf(
	maker: Maker,
	project: Project,
	open: OpenOrm,
	apps: App[],
	graph: MigrationGraph,
	questioner: Questioner,
): Promise<AppChanges[]> {
	const orm = await overMikroOrm(project, open);
	const changes: AppChanges[] = [];
	for (const app of apps) {
		const before = await maker.schemaAfter(app, orm, graph);
		const change = await detectChanges(app, before, orm, questioner);
		if (change) changes.push(change);
	}
	return changes;
}

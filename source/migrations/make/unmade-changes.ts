import type {App} from '../../project/apps/app-registry.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import type {Project} from '../../project/project.ts';
import {loadGraph} from '../graph/state.ts';
import {FlagQuestioner} from '../questions/flag-questioner.ts';
import {changesOf} from './changes.ts';
import {makerOf} from './new-migrations.ts';
import {keepingComparison, type UnmadeChanges} from './unmade-changes-cache.ts';

/**
 * What the entities of the project's own apps have and no migration makes, as sentences (`Create
 * entity Profile`) by label; an empty list where nothing has changed. Nobody is asked, nothing written.
 * An app whose migrations are in conflict is left out until they are merged.
 * @throws CommandError `snapshot`, or what is wrong with the migrations' graph
 */
export async function unmadeChanges(project: Project, open: OpenOrm): Promise<UnmadeChanges> {
	if (open.isPartial) return new Map();
	const keep = keepingComparison(project, open);
	const graph = await loadGraph(project);
	const own = project.apps.filter(app => app.own && graph.leaves(app.label).length < 2);
	const nobody = new FlagQuestioner();
	const changes = await changesOf(makerOf(project), project, open, own, graph, nobody);
	const sentences = (app: App) =>
		changes.find(change => change.app === app)?.operations.map(({sentence}) => sentence) ?? [];
	const unmade = new Map(project.apps.map(app => [app.label, sentences(app)]));
	keep(unmade);
	return unmade;
}

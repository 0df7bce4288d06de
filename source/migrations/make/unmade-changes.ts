import type {App} from '../../project/apps/app-registry.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import type {Project} from '../../project/project.ts';
import {loadGraph} from '../graph/state.ts';
import {FlagQuestioner} from '../questions/flag-questioner.ts';
import {changesOf} from './maker.ts';
import {makerOf} from './new-migrations.ts';
import {comparisonCache, type UnmadeChanges} from './unmade-changes-cache.ts';

/**
 * The changes of the entities that no migration makes yet, of the project's own apps, as sentences
 * (\`Create entity Profile\`) by label; nothing is asked or written. Apps whose migrations are in conflict
 * count as unchanged until they are merged.
 * @throws CommandError \`snapshot\`, or what is wrong with the graph
 */
export async function unmadeChanges(project: Project, open: OpenOrm): Promise<UnmadeChanges> {
	if (open.isPartial) return new Map();
	const cache = comparisonCache(project, open);
	const graph = await loadGraph(project);
	const apps = project.apps.filter(app => app.own && graph.leaves(app.label).length < 2);
	const options = {apps, questioner: new FlagQuestioner()};
	const changes = await changesOf(makerOf(project), project, open, graph, options);
	const sentencesOf = (app: App) =>
		changes.find(change => change.app === app)?.operations.map(({sentence}) => sentence) ?? [];
	const unmade = new Map(project.apps.map(app => [app.label, sentencesOf(app)]));
	cache(unmade);
	return unmade;
}

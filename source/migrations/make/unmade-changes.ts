import {CommandError, noSnapshot, throwProblem} from '../../errors/command-error.ts';
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
 * @param report gets why an app cannot be compared, which is left out then; by default it is thrown
 * @throws CommandError \`snapshot\`, or what is wrong with the graph
 */
export async function unmadeChanges(
	project: Project,
	open: OpenOrm,
	report: (problem: CommandError, app: App) => void = throwProblem,
): Promise<UnmadeChanges> {
	if (open.isPartial) return new Map();
	if (project.settings.database.driver === 'mssql') {
		for (const app of project.apps) report(notCompared(), app);
		return new Map();
	}
	const cache = comparisonCache(project, open);
	const graph = await loadGraph(project);
	const apps = project.apps.filter(app => app.own && graph.leaves(app.label).length < 2);
	const options = {apps, questioner: new FlagQuestioner()};
	const failed = new Set<App>();
	const changes = await changesOf(makerOf(project), project, open, graph, options, (error, app) => {
		failed.add(app);
		report(error, app);
	});
	const sentencesOf = (app: App) =>
		changes.find(change => change.app === app)?.operations.map(({sentence}) => sentence) ?? [];
	const compared = project.apps.filter(app => !failed.has(app));
	const unmade = new Map(compared.map(app => [app.label, sentencesOf(app)]));
	if (failed.size === 0) cache(unmade);
	return unmade;
}

/** It would take our engine, which does not know the schemas of SQL Server. */
function notCompared(): CommandError {
	return new CommandError('Entities not compared: SQL Server.', {
		code: noSnapshot,
		hint: "'npx mikro-orm migration:check' compares them.",
	});
}

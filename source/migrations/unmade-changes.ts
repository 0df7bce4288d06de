import {isCommandError} from '../errors.ts';
import type {App} from '../project/app-registry.ts';
import type {Project} from '../project/open.ts';
import type {OpenOrm} from '../project/orm.ts';
import type {Event} from '../runs/events.ts';
import {FlagQuestioner} from './flag-questioner.ts';
import {changesOf} from './make.ts';
import {loadGraph} from './state.ts';

/**
 * What the entities of the project's own apps have and no migration makes, as sentences (`Create
 * entity Profile`) by label; an empty list where nothing has changed. Nobody is asked, nothing written.
 * An app whose migrations are in conflict is left out until they are merged.
 * @throws CommandError `snapshot`, or what is wrong with the migrations' graph
 */
export async function unmadeChanges(
	project: Project,
	open: OpenOrm,
): Promise<Map<string, string[]>> {
	// A caller's ORM may be over some of the entities only.
	if (project.caller) return new Map();
	const graph = await loadGraph(project);
	const own = project.apps.filter(app => app.own && graph.leaves(app.label).length < 2);
	const nobody = new FlagQuestioner({renames: new Map(), defaults: new Map()});
	const changes = await changesOf(project, open, own, graph, nobody);
	const sentences = (app: App) =>
		changes.find(change => change.app === app)?.operations.map(({sentence}) => sentence) ?? [];
	return new Map(project.apps.map(app => [app.label, sentences(app)]));
}

/** Django says this as well; here it is said only while MikroORM is loaded anyway. */
export async function* unmadeNotice(project: Project, open: OpenOrm): AsyncGenerator<Event> {
	let changes: Map<string, string[]>;
	try {
		changes = await unmadeChanges(project, open);
	} catch (error) {
		if (isCommandError(error)) return;
		throw error;
	}
	const labels = [...changes].filter(([, operations]) => operations.length > 0);
	if (labels.length === 0) return;
	const names = labels.map(([label]) => `'${label}'`).sort();
	yield {
		type: 'log',
		level: 'notice',
		text:
			`  Your entities in app(s): ${names.join(', ')} have changes that are not yet reflected in a migration, and so won't be applied.\n` +
			"  Run 'quarterdeck makemigrations' to make new migrations, and then re-run 'quarterdeck migrate' to apply them.",
	};
}

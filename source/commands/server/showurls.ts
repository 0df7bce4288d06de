import path from 'node:path';
import {defineCommand} from '../../command-definition/define-command.ts';
import {openProject} from '../../project/open/open.ts';
import {requireSettings} from '../../project/project.ts';
import {loadRoutes} from '../../server/web/load-routes.ts';
import {sanitise} from '../../terminal/sanitise.ts';

interface ShownRoute {
	pattern: string;
	/** Null where the view decides. */
	methods: string[] | null;
	name: string | null;
	view: string;
	/** Of the list that has it. */
	file: string;
}

export default defineCommand({
	async *run(_, {directory}) {
		const project = await openProject(directory);
		requireSettings(project, 'its routes are in its own server');
		const urls: ShownRoute[] = (await loadRoutes(project)).map(({pattern, view, name, file}) => ({
			pattern,
			...described(view),
			name: name ?? null,
			file: shownFile(file, project.root),
		}));
		yield {type: 'result', value: {urls}, text: tableOf(urls.map(wordsOf))};
	},
});

/** Relative in the project, absolute elsewhere. */
function shownFile(file: string, root: string): string {
	const relative = path.relative(root, file);
	return relative.startsWith('..') ? file : relative;
}

/** One view, or one for each method. */
function described(view: object): Pick<ShownRoute, 'methods' | 'view'> {
	if (typeof view === 'function') return {methods: null, view: view.name || '(anonymous)'};
	const views = Object.entries(view as Record<string, {name: string}>);
	return {
		methods: views.map(([method]) => method.toUpperCase()),
		view: views.map(([, {name}]) => name || '(anonymous)').join(', '),
	};
}

function wordsOf({pattern, methods, view, name, file}: ShownRoute): string[] {
	return [pattern, methods?.join(',') ?? 'any', view, name ?? '', file].map(word => sanitise(word));
}

function tableOf(rows: string[][]): string {
	const widths = [0, 1, 2, 3].map(column => Math.max(...rows.map(row => row[column]!.length)));
	return rows
		.map(row => row.map((word, column) => word.padEnd(widths[column] ?? 0)).join('  '))
		.join('\n');
}

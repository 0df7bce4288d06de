import {existsSync} from 'node:fs';
import path from 'node:path';
import {journalPath} from '../../runs/journal.ts';
import {serverLogPath} from '../../server/control/log-file.ts';
import {placeInSource} from '../log/texts.ts';
import type {ActionContext} from './action.ts';

/** The source of the log's current line, else the file of the first problem, else the selected migration. */
export function fileToEdit(context: ActionContext): {file: string; line?: number} | undefined {
	const {session, tree} = context;
	const {focus} = session.view.snapshot();
	const inLog = focus === 'log' ? placeInLog(context) : undefined;
	if (inLog) return inLog;
	const problem = session.problems.find(({file}) => file);
	if (problem) return {file: path.resolve(session.root, problem.file!), line: problem.line};
	const file = focus === 'migrations' ? (tree.file() ?? emptySettings(context)) : undefined;
	return file ? {file} : undefined;
}

/** The log, the journal of the selected run, or the file that `e` would open. */
export function fileToRead(context: ActionContext): string | undefined {
	const file = fileOfPane(context);
	return file && existsSync(file) ? file : undefined;
}

function fileOfPane(context: ActionContext): string | undefined {
	const {root, view, activities} = context.session;
	const {focus} = view.snapshot();
	if (focus === 'migrations') return fileToEdit(context)?.file;
	if (focus !== 'activity') return serverLogPath(root);
	const run = activities.selected()?.run;
	return run && journalPath(root, run);
}

/** A project without apps gets its first one in its settings. */
function emptySettings({session: {project, root}}: ActionContext): string | undefined {
	const file = path.resolve(root, 'settings.ts');
	return project?.apps.length === 0 && existsSync(file) ? file : undefined;
}

function placeInLog({
	session,
	logPane: {store, current},
}: ActionContext): {file: string; line: number} | undefined {
	const place = placeInSource(store, current);
	const file = place && path.resolve(session.root, place.file);
	return file && existsSync(file) ? {file, line: place.line} : undefined;
}

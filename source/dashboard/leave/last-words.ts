import {isUp, type ProjectStatus} from '../../runs/project-status.ts';
import {plural} from '../../words/plural.ts';
import {safe} from '../drawing/foreign-text.ts';
import type {Changes, Session} from '../state/session.ts';

/** Printed on the normal screen after the dashboard: what was done, the server, how to come back. */
export function lastWords({
	changes,
	project,
	root,
}: Pick<Session, 'changes' | 'project' | 'root'>): string {
	const facts = reported(changes).map(([what, times]) => factOf(what, times));
	const lines = [
		facts.length > 0 ? `Done: ${facts.join(', ')}.` : 'Nothing was changed.',
		serverLine(project, changes),
		`Come back with: quarterdeck --project ${root}`,
	];
	return `${lines.map(line => safe(line)).join('\n')}\n`;
}

/** The second line is about the server, so this one names it only when nothing else was done. */
function reported(changes: Changes): [what: string, times: number][] {
	const all = [...changes];
	const others = all.filter(([what]) => !what.startsWith('server'));
	return others.length > 0 ? others : all.slice(-1);
}

/** `2 migrations applied`, `superuser created` */
function factOf(what: string, times: number): string {
	const [noun, ...rest] = what.split(' ');
	if (noun === 'migration') return `${plural(times, noun)} ${rest.join(' ')}`;
	return times > 1 ? `${what} ${times} times` : what;
}

function serverLine(project: ProjectStatus | undefined, changes: Changes): string {
	const server = project?.server;
	if (server?.state === 'unknown') return 'It is not known whether the server is running.';
	if (!server || !isUp(server) || endsStopped(changes)) return 'The server is not running.';
	return `The server is still running${server.url ? ` at ${server.url}` : ''}. Stop it with: quarterdeck stopserver`;
}

/** A stop from a moment ago may not be in the status yet. */
function endsStopped(changes: Changes): boolean {
	return [...changes.keys()].findLast(what => what.startsWith('server')) === 'server stopped';
}

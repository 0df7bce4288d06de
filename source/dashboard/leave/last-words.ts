import {isUp, type ProjectStatus} from '../../runs/project-status.ts';
import {counted} from '../drawing/counted.ts';
import {safe} from '../drawing/foreign-text.ts';

/** How often each thing was done: `migration applied` → 2. */
export type Done = Map<string, number>;

/** The dashboard's last words, for the normal screen: what was done, the server, how to come back. */
export function lastWords(done: Done, status: ProjectStatus | undefined, root: string): string {
	const facts = telling(done).map(([what, times]) => factOf(what, times));
	const lines = [
		facts.length > 0 ? `Done: ${facts.join(', ')}.` : 'Nothing was changed.',
		serverLine(status, done),
		`Come back with: quarterdeck --project ${root}`,
	];
	return `${lines.map(line => safe(line)).join('\n')}\n`;
}

/** The second line says what became of the server, so here it is named only when it is all there is. */
function telling(done: Done): [what: string, times: number][] {
	const all = [...done];
	const others = all.filter(([what]) => !what.startsWith('server'));
	return others.length > 0 ? others : all.slice(-1);
}

/** `2 migrations applied`, `superuser created` */
function factOf(what: string, times: number): string {
	const [noun, ...rest] = what.split(' ');
	if (noun === 'migration') return `${counted(times, noun)} ${rest.join(' ')}`;
	return times > 1 ? `${what} ${times} times` : what;
}

function serverLine(status: ProjectStatus | undefined, done: Done): string {
	const server = status?.server;
	if (server?.state === 'unknown') return 'Whether the server runs is not known.';
	if (!server || !isUp(server) || endsStopped(done)) return 'The server is not running.';
	return `The server goes on${server.url ? ` at ${server.url}` : ''}: quarterdeck stopserver ends it.`;
}

/** A stop that was just done may not be in the status yet. */
function endsStopped(done: Done): boolean {
	return [...done.keys()].findLast(what => what.startsWith('server')) === 'server stopped';
}

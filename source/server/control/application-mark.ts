import {hash} from 'node:crypto';
import {realpathSync} from 'node:fs';
import {runIdVariable} from '../../runs/journal.ts';
import {groupsNamed, leaveGroup, removeGroup} from '../../system/control-group.ts';
import {endKin, type Kin} from '../../system/kin.ts';
import {identify} from '../../system/process-identity.ts';

/** Of an application's environment; what it starts inherits it, and so is known to belong to it. */
export const markVariable = 'QUARTERDECK_APPLICATION';

/** Of the names of control groups. */
export const groupBeginning = 'quarterdeck-';

/** The beginning of the marks of a project, of a run of its server, or of one process of that. */
export function markOf(root: string, ...parts: (string | number)[]): string {
	const project = hash('sha256', realpathSync(root)).slice(0, 16);
	return [project, ...parts, ''].join('.');
}

/** What has this mark, but for runs of commands: a migrate that a page has started goes on. */
export function markedWith(mark: string): Kin {
	return {mark: `${markVariable}=${mark}`, except: runIdVariable};
}

/**
 * Ends what the applications of this run have started, in the process of one of them and without its runner.
 * @param timeout milliseconds
 */
export async function endOwnKin(timeout: number): Promise<void> {
	const mark = process.env[markVariable] ?? '';
	const [project, run] = mark.split('.');
	if (!project || !run) return;
	await endKin({...markedWith(mark), leader: identify(process.pid)}, timeout);
	leaveGroup(groupBeginning);
	const all = `${project}.${run}.`;
	const groups = groupsNamed(groupBeginning + all, []);
	await endKin({...markedWith(all), groups}, timeout);
	for (const group of groups) removeGroup(group);
}

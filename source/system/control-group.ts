/**
 * Control groups of Linux (cgroup v2): what a member starts is a member, whatever it does. Where none
 * may be made, as in most sessions of a user without systemd's delegation, there is no group.
 */
import {mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';

/** Makes a group below this process's own. @returns its folder */
export function makeGroup(name: string): string | undefined {
	return attempt(() => {
		const own = ownGroup();
		if (own === undefined) return undefined;
		const folder = path.join(own, name);
		mkdirSync(folder);
		return folder;
	});
}

/** The group above takes this process, and its own goes, if it is named so. */
export function leaveGroup(beginning: string): void {
	const own = attempt(ownGroup);
	if (!own || !path.basename(own).startsWith(beginning)) return;
	joinGroup(path.dirname(own), process.pid);
	removeGroup(own);
}

function ownGroup(): string | undefined {
	const own = /^0::(.+)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1];
	const mounts = readFileSync('/proc/self/mountinfo', 'utf8');
	// Without the mount's root, the path of a container's group leads elsewhere.
	const mount = / \/ (\S+) [^\n]* - cgroup2 /.exec(mounts)?.[1];
	return own && mount && path.join(mount, own);
}

/** @returns whether it is a member now */
export function joinGroup(folder: string, pid: number): boolean {
	return (
		attempt(() => writeFileSync(path.join(folder, 'cgroup.procs'), String(pid)) ?? true) ?? false
	);
}

export function pidsInGroup(folder: string): number[] {
	const pids = attempt(() => readFileSync(path.join(folder, 'cgroup.procs'), 'utf8'));
	return (pids ?? '').split('\n').filter(Boolean).map(Number);
}

/** Those in this process's own group and in other ones, by the beginning of their names. */
export function groupsNamed(beginning: string, others: string[]): string[] {
	const parents = new Set([attempt(ownGroup) ?? [], others].flat());
	return [...parents].flatMap(parent =>
		(attempt(() => readdirSync(parent)) ?? [])
			.filter(name => name.startsWith(beginning))
			.map(name => path.join(parent, name)),
	);
}

/** Removes a group that is empty. */
export function removeGroup(folder: string): void {
	attempt(() => rmdirSync(folder));
}

function attempt<T>(act: () => T): T | undefined {
	try {
		return act();
	} catch {
		return undefined;
	}
}

import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {operatorName} from '../../runs/operator.ts';
import type {Finding} from '../finding/finding.ts';

/**
 * logind ends a user's processes after the last session; lingering prevents it.
 * @param system the root of the file system
 */
export function* checkLogind(system = '/', user: string = operatorName()): Generator<Finding> {
	const given = readLogindSetting(system, 'KillUserProcesses');
	if (!given || !/^(?:yes|true|on|1)$/i.test(given.value)) return;
	if (existsSync(path.join(system, 'var/lib/systemd/linger', user))) return;
	yield {
		id: 'machine.W002',
		level: 'warning',
		message: `KillUserProcesses is on: a server or a migrate that ${user} has started ends with the last session.`,
		hint: `sudo loginctl enable-linger ${user}`,
		file: given.file,
	};
}

/** The effective setting of logind.conf and its drop-in files, as systemd reads them. */
function readLogindSetting(system: string, key: string): {value: string; file: string} | undefined {
	let given: {value: string; file: string} | undefined;
	for (const file of logindFiles(system)) {
		for (const [, value] of readFileSync(file, 'utf8').matchAll(
			new RegExp(`^\\s*${key}\\s*=\\s*(\\S+)\\s*$`, 'gm'),
		)) {
			given = {value: value!, file};
		}
	}
	return given;
}

/** The main file with the highest precedence, then all drop-in files by name. */
function logindFiles(system: string): string[] {
	const folders = ['usr/lib/systemd', 'run/systemd', 'etc/systemd'].map(name =>
		path.join(system, name),
	);
	const main = folders.map(folder => path.join(folder, 'logind.conf')).findLast(existsSync);
	const beside = new Map<string, string>();
	for (const folder of folders.map(name => path.join(name, 'logind.conf.d')).filter(existsSync)) {
		for (const name of readdirSync(folder).filter(name => name.endsWith('.conf'))) {
			beside.set(name, path.join(folder, name));
		}
	}
	const ordered = [...beside].sort(([one], [other]) => (one < other ? -1 : 1));
	return [...(main ? [main] : []), ...ordered.map(([, file]) => file)];
}

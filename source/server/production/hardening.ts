import path from 'node:path';
import {isSqliteFile, pgliteFolder, sqliteFile} from '../../project/database/address.ts';
import type {Project} from '../../project/project.ts';

/**
 * What a server of Node does not need is taken from it. Not `MemoryDenyWriteExecute`, because V8 compiles
 * at run time; not `ProcSubset=pid`, because Node reads how much memory there is.
 */
const taken = [
	'PrivateDevices=true',
	'ProtectClock=true',
	'ProtectControlGroups=true',
	'ProtectHostname=true',
	'ProtectKernelLogs=true',
	'ProtectKernelModules=true',
	'ProtectKernelTunables=true',
	'ProtectProc=invisible',
	'LockPersonality=true',
	'RemoveIPC=true',
	// Node asks the last one for the network's interfaces.
	'RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK',
	'RestrictNamespaces=true',
	'RestrictRealtime=true',
	'RestrictSUIDSGID=true',
	'SystemCallArchitectures=native',
	// V8 guards the code that it compiles with @pkey. What is refused fails, and ends nothing.
	'SystemCallFilter=@system-service @pkey',
	'SystemCallFilter=~@privileged @resources',
	'SystemCallErrorNumber=EPERM',
	'UMask=0027',
];

/** @returns lines for the service: it may write to the project and to the folder of its database only */
export function hardening(
	project: Project,
	port: number,
	quoted: (word: string) => string,
): string[] {
	const {root} = project;
	const folder = databaseFolder(project);
	const isWithin = (file: string, ...folders: string[]) =>
		folders.some(one => file.startsWith(`${one}/`));
	const places = [root, ...(folder && !isWithin(`${folder}/`, root) ? [folder] : [])];
	const isOf = (...folders: string[]) =>
		[...places, process.execPath].some(file => isWithin(file, ...folders));
	const lowPort = port > 0 && port < 1024 ? 'CAP_NET_BIND_SERVICE' : '';
	return [
		'ProtectSystem=strict',
		...places.map(place => `ReadWritePaths=${quoted(place)}`),
		`ProtectHome=${isOf('/home', '/root', '/run/user') ? 'read-only' : 'true'}`,
		...(isOf('/tmp', '/var/tmp') ? [] : ['PrivateTmp=true']),
		`CapabilityBoundingSet=${lowPort}`,
		`AmbientCapabilities=${lowPort}`,
		...taken,
	];
}

/** Of a database that is a file or a folder, beside which more files are written. */
function databaseFolder(project: Project): string | undefined {
	if (isSqliteFile(project)) {
		const file = sqliteFile(project);
		return file === ':memory:' ? undefined : path.dirname(file);
	}
	const folder = pgliteFolder(project);
	return folder && path.dirname(folder);
}

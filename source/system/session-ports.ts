import {allProcesses, listeningSockets, openFilesOf, readStat} from './proc.ts';
import {programOutput} from './program-output.ts';

export interface BoundPort {
	host: string;
	port: number;
}

/** The TCP ports on which a session's processes listen, unordered. @param leader its leader's pid */
export function portsOfSession(leader: number): BoundPort[] {
	return process.platform === 'linux' ? portsOnLinux(leader) : portsFromLsof(leader);
}

/** Whether any thread of a process listens on a TCP port. Where the system cannot say, it may. */
export function listensStill(pid: number): boolean {
	if (process.platform !== 'linux') return true;
	const files = new Set(openFilesOf(pid));
	return listeningSockets().some(({socket}) => files.has(socket));
}

function portsOnLinux(leader: number): BoundPort[] {
	const members = allProcesses().filter(pid => readStat(pid)?.session === leader);
	const files = new Set(members.flatMap(openFilesOf));
	return listeningSockets()
		.filter(({socket}) => files.has(socket))
		.map(({host, port}) => ({host, port}));
}

/** Parses lines like `n127.0.0.1:3000` and `n*:3000`. */
function portsFromLsof(leader: number): BoundPort[] {
	const words = ['-nP', '-iTCP', '-sTCP:LISTEN', '-a', '-g', String(leader), '-Fn'];
	const lines = programOutput('lsof', words).matchAll(/^n(.*):(\d+)$/gm);
	return [...lines].map(([, host, port]) => ({
		host: host === '*' ? '::' : host!.replace(/^\[|\]$/g, ''),
		port: Number(port),
	}));
}

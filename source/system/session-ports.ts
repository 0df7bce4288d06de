import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync, readlinkSync} from 'node:fs';

export interface BoundPort {
	host: string;
	port: number;
}

/** The TCP ports on which the processes of a session listen, in no order; by its leader's pid. */
export function portsOfSession(leader: number): BoundPort[] {
	try {
		return process.platform === 'linux' ? portsOnLinux(leader) : portsFromLsof(leader);
	} catch {
		return [];
	}
}

function portsOnLinux(leader: number): BoundPort[] {
	const members = readdirSync('/proc').filter(name => sessionOf(name) === leader);
	const sockets = new Set(members.flatMap(socketsOf));
	return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap(table => listeners(table, sockets));
}

/** Fields of /proc/PID/stat count from behind the name, which may hold anything. */
function sessionOf(pid: string): number | undefined {
	if (!/^\d+$/.test(pid)) return undefined;
	const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? '';
	return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3]);
}

function socketsOf(pid: string): string[] {
	const folder = `/proc/${pid}/fd`;
	return (attempt(() => readdirSync(folder)) ?? [])
		.map(file => attempt(() => readlinkSync(`${folder}/${file}`)) ?? '')
		.filter(target => target.startsWith('socket:'));
}

function listeners(table: string, sockets: Set<string>): BoundPort[] {
	const isWide = table.endsWith('6');
	return (attempt(() => readFileSync(table, 'utf8')) ?? '')
		.split('\n')
		.slice(1)
		.map(line => line.trim().split(/\s+/))
		.filter(fields => fields[3] === '0A' && sockets.has(`socket:[${fields[9]}]`))
		.map(([, local = '']) => {
			const [address = '', port = ''] = local.split(':');
			return {host: hostOf(address, isWide), port: Number.parseInt(port, 16)};
		});
}

/** Of the four words of the kernel's table, in the machine's byte order; loopback is all that matters. */
function hostOf(address: string, isWide: boolean): string {
	if (/^0+$/.test(address)) return isWide ? '::' : '0.0.0.0';
	if (isWide) return address === '00000000000000000000000001000000' ? '::1' : '::';
	const bytes = address.match(/../g)!.map(byte => Number.parseInt(byte, 16));
	return bytes.reverse().join('.');
}

/** Elsewhere: lines like `n127.0.0.1:3000`, `n*:3000`. */
function portsFromLsof(leader: number): BoundPort[] {
	const words = ['-nP', '-iTCP', '-sTCP:LISTEN', '-a', '-g', String(leader), '-Fn'];
	const text = execFileSync('lsof', words, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']});
	return [...text.matchAll(/^n(.*):(\d+)$/gm)].map(([, host, port]) => ({
		host: host === '*' ? '::' : host!.replace(/^\[|\]$/g, ''),
		port: Number(port),
	}));
}

function attempt<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch {
		return undefined;
	}
}

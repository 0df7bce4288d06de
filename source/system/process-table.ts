import {allProcesses, environmentOf, readStat} from './proc.ts';
import {programOutput} from './program-output.ts';

export interface TableRow {
	parent: number;
	/** The pid of the leader of its session; of its process group, where the system does not show sessions. */
	session: number;
	/** Ticks since the boot, where the system shows them. */
	start: number;
}

/** All processes that are shown to this one. */
export function processTable(): Map<number, TableRow> {
	return process.platform === 'linux' ? tableOnLinux() : tableFromPs();
}

function tableOnLinux(): Map<number, TableRow> {
	const table = new Map<number, TableRow>();
	for (const pid of allProcesses()) {
		const stat = readStat(pid);
		if (stat) table.set(pid, {...stat, start: Number(stat.start)});
	}
	return table;
}

function tableFromPs(): Map<number, TableRow> {
	const lines = programOutput('ps', ['-axo', 'pid=,ppid=,pgid=']).split('\n');
	const rows = lines.map(line => line.trim().split(/\s+/).map(Number));
	return new Map(
		rows.map(([pid = 0, parent = 0, session = 0]) => [pid, {parent, session, start: 0}]),
	);
}

/** The variables that a process was started with, `NAME=value` each; those of other users are not shown. */
export function startEnvironmentOf(pid: number): string[] {
	if (process.platform === 'linux') return environmentOf(pid);
	// After the command and its arguments; a value with blanks is cut.
	return programOutput('ps', ['-Eww', '-o', 'command=', '-p', String(pid)]).split(/\s+/);
}

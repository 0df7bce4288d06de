import {constants, existsSync, openSync, renameSync, statSync} from 'node:fs';
import {readLines} from '../../runs/line-reader.ts';
import {statePath} from '../../runs/state-folder.ts';

/** Bytes above which a log is renamed away when an application begins. */
export const rotatedAbove = 16 * 1024 * 1024;
const keptFiles = 5;
/** UTF-16 units of a line that are shown; the file has all of it. */
export const longestLogLine = 8000;

/** The development server's log: what the application and its runner print, as raw as they do. */
export function serverLogPath(root: string): string {
	return statePath(root, 'server.log');
}

/** How the line begins that begins each life of the runner. */
export const logHeaderStart = '# quarterdeck log ';

/** Whether a line is that one, which is not meant for people. */
export function isLogHeader(line: string): boolean {
	return line.startsWith(logHeaderStart);
}

/**
 * Opens the log for appending, so that runner and children can write at once; a big one is renamed
 * away first. The caller holds the server's lock.
 * @returns a file descriptor
 */
export function openServerLog(file: string, above: number = rotatedAbove): number {
	if (existsSync(file) && statSync(file).size > above) rotate(file);
	// A link that somebody has laid there leads to a file of theirs.
	const flags = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | constants.O_NOFOLLOW;
	return openSync(file, flags, 0o600);
}

/** The header with which a life of the runner, or a new file, begins. */
export function beginLog({generation, runId}: {generation: number; runId: string}): string {
	return `${logHeaderStart}gen=${generation} runId=${runId}\n`;
}

/** By renaming, never by truncating: a reader can finish the old file. */
function rotate(file: string): void {
	for (let number = keptFiles - 1; number >= 1; number--) {
		if (existsSync(`${file}.${number}`)) renameSync(`${file}.${number}`, `${file}.${number + 1}`);
	}
	renameSync(file, `${file}.1`);
}

/** The last lines of a log, the unfinished one included; empty when there is none. */
export function readLogEnd(file: string, bytes = 256 * 1024): string[] {
	return readLines(file, {fromEnd: bytes, longestLine: longestLogLine});
}

/** In the place of what a reader that was too far behind has left out. */
export function skippedLine(bytes: number): string {
	return `… ${(bytes / 1e6).toFixed(1)} MB skipped`;
}

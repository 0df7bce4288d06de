import {constants, existsSync, openSync, renameSync, statSync} from 'node:fs';
import {readLines} from '../../runs/files/line-reader.ts';
import {statePath} from '../../runs/state-folder.ts';

/** Size in bytes above which a log is rotated when an application starts. */
export const rotatedAbove = 16 * 1024 * 1024;
const keptFiles = 5;
/** Longest part of a line that is shown, in UTF-16 units. The file has all of it. */
export const longestLogLine = 8000;

/** The development server's log: the raw output of the application and its runner. */
export function serverLogPath(root: string): string {
	return statePath(root, 'server.log');
}

/** Starts the header line of each run of the server. */
export const logHeaderStart = '# quarterdeck log ';

/** Whether a line is a header line, which is not shown to people. */
export function isLogHeader(line: string): boolean {
	return line.startsWith(logHeaderStart);
}

/** Opens the log for the runner and its children to append to; a large one is rotated first. */
export function openServerLog(file: string, above: number = rotatedAbove): number {
	if (existsSync(file) && statSync(file).size > above) rotate(file);
	// Do not follow a link that another user may have put there.
	const flags = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | constants.O_NOFOLLOW;
	return openSync(file, flags, 0o600);
}

/** The header line at the start of a run or of a new file. */
export function beginLog({generation, runId}: {generation: number; runId: string}): string {
	return `${logHeaderStart}gen=${generation} runId=${runId}\n`;
}

/** Renames and never truncates, so that readers can finish the old file. */
function rotate(file: string): void {
	for (let number = keptFiles - 1; number >= 1; number--) {
		if (existsSync(`${file}.${number}`)) renameSync(`${file}.${number}`, `${file}.${number + 1}`);
	}
	renameSync(file, `${file}.1`);
}

/** The last lines of a log, including an unfinished one; empty if there is no log. */
export function readLogEnd(file: string, bytes = 256 * 1024): string[] {
	return readLines(file, {fromEnd: bytes, longestLine: longestLogLine});
}

/** Shown in place of lines that a reader skipped because it was too far behind. */
export function skippedLine(bytes: number): string {
	return `… ${(bytes / 1e6).toFixed(1)} MB skipped`;
}

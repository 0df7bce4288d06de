import {after} from 'node:test';

/**
 * What ends the processes that still run. A child that a failed test leaves behind would keep the
 * process of its file alive, and with it the whole run.
 */
const endings = new Set<() => void>();

after(endAll);
// The guard against hangs ends a file's process before its tests have ended.
process.on('exit', endAll);

function endAll(): void {
	for (const end of endings) end();
	endings.clear();
}

/**
 * For a process whose starter does not know the test that wants it.
 * @param kill called when the file's last test has ended
 * @returns is to be called when the process has ended by itself
 */
export function killAfterTheTests(kill: () => void): () => void {
	endings.add(kill);
	return () => endings.delete(kill);
}

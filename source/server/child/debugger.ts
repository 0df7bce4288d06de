import {realpathSync} from 'node:fs';
import inspector from 'node:inspector';
import {pathToFileURL} from 'node:url';
import type {Inspect} from '../control/inspect.ts';

/**
 * Lets debuggers attach to this process, whatever Node's options say.
 * @param file where the application begins; undefined for our own
 */
export function openInspector({host, port, breaks}: Inspect, file: string | undefined): void {
	inspector.open(port, host);
	if (!breaks) return;
	inspector.waitForDebugger();
	if (file === undefined) return;
	const session = new inspector.Session();
	session.connect();
	session.post('Debugger.enable');
	const {href: url} = pathToFileURL(realpathSync(file));
	session.post('Debugger.setBreakpointByUrl', {url, lineNumber: 0});
}

/** Frees the debugger's port for the next application. */
export function closeInspector(): void {
	if (inspector.url() !== undefined) inspector.close();
}

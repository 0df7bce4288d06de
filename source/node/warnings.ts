/**
 * Keeps Node from warning about one thing while something loads.
 * @param about a part of the warning's text
 * @returns allows the warning again
 */
export function silenceWarning(about: string): () => void {
	const warn = process.emitWarning;
	process.emitWarning = (warning: string | Error, ...details: any[]) => {
		if (!String(warning).includes(about)) warn.call(process, warning, ...details);
	};
	return () => {
		process.emitWarning = warn;
	};
}

/** Node warns that its SQLite is experimental, once, while it is loaded; that one warning is kept back. */
export function sqlite(): typeof import('node:sqlite') {
	const allowWarning = silenceWarning('SQLite is an experimental feature');
	try {
		return process.getBuiltinModule('node:sqlite');
	} finally {
		allowWarning();
	}
}

/** Holds back warnings, which Node would print into the screen. @returns prints them */
export function holdWarnings(): () => void {
	const listeners = process.listeners('warning');
	const held: Error[] = [];
	process.removeAllListeners('warning').on('warning', warning => held.push(warning));
	return () => {
		process.removeAllListeners('warning');
		for (const listener of listeners) process.on('warning', listener);
		for (const warning of held) process.emit('warning', warning);
	};
}

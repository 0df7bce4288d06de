import path from 'node:path';

/** What others are told about this process when it is in their way. */
interface OwnName {
	/** `quarterdeck migrate` */
	name: string;
	/** A server, or a shell: waiting for its end is of no use. */
	stays?: true;
}

/** In globalThis, as the package is loaded twice where an application imports it. */
const global = globalThis as {quarterdeckName?: OwnName};

export function nameThisProcess(name: string, stays?: true): void {
	global.quarterdeckName = {name, stays};
}

export function ownName(): OwnName {
	return global.quarterdeckName ?? {name: path.basename(process.argv[1] ?? 'node')};
}

import {parseAddress} from './address.ts';

/** Where an application can be debugged. */
export interface Inspect {
	host: string;
	port: number;
	/** It waits for a debugger at each start, and stops at its first line. */
	breaks: boolean;
}

const usual = {host: '127.0.0.1', port: 9229};

/** @param text `[HOST:]PORT`; empty for the usual address @throws CommandError `usage` */
export function parseInspect(text: string, breaks: boolean): Inspect {
	return {...usual, ...(text === '' ? {} : parseAddress(text)), breaks};
}

const inspectOption =
	/(?<=^|\s)--(inspect(?:-brk|-wait|-port|-publish-uid)?|debug-port)(?:=(\S+))?(?=\s|$)/g;

/**
 * Node would open the debugger's port in each process, the first of which is never the application.
 * @returns the environment without those options, and what they ask for
 */
export function withoutInspect(environment: NodeJS.ProcessEnv): {
	environment: NodeJS.ProcessEnv;
	inspect?: Inspect;
} {
	const {NODE_OPTIONS = ''} = environment;
	const options = [...NODE_OPTIONS.matchAll(inspectOption)];
	if (options.length === 0) return {environment};
	const wanted = options.filter(([, name]) => /^inspect(?:-brk|-wait)?$/.test(name!));
	const address = options.findLast(([, , value]) => value && /^(?:\S+:)?\d+$/.test(value))?.[2];
	const breaks = wanted.some(([, name]) => name !== 'inspect');
	const rest = NODE_OPTIONS.replace(inspectOption, '').trim();
	return {
		environment: {...environment, NODE_OPTIONS: rest},
		...(wanted.length > 0 && {inspect: parseInspect(address ?? '', breaks)}),
	};
}

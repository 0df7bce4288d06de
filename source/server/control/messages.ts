import type {Imported} from '../../project/import/follow-imports.ts';
import type {Sources} from '../../project/watch/interest.ts';
import type {ProcessIdentity} from '../../system/process-identity.ts';
import type {Failure} from './failure.ts';

/** Tells a child to start. The child is forked earlier, so that Node's start overlaps with other work. */
export interface Order {
	root: string;
	/** Where to listen, unless the application chooses. */
	listen: {host: string; port: number};
	/** Whether the port was given explicitly; the application then gets it as PORT. */
	isChosen: boolean;
	/** Answer every request with this failure instead of loading the project. */
	failure?: Failure;
}

/** What a child asks of the runner, which owns the sockets. */
export type Question =
	/** Asks for a socket to listen on; `nth` tells sockets on port 0 apart. */
	| {what: 'socket'; host?: string; port: number; nth: number}
	/** Asks to free the ports, because a program binds them itself. */
	| {what: 'release'};

/** The socket is sent along with it, if there is one. */
export interface Answer {
	/** The system's error, such as `EADDRINUSE`, if the address cannot be bound. */
	refusal?: {code: string; message: string};
}

export type ToChild =
	| {type: 'warm'; modules: string[]}
	| {type: 'order'; order: Order}
	| {type: 'answer'; id: number; answer: Answer};

export interface Listening {
	host: string;
	port: number;
	isSecure: boolean;
}

export type FromChild =
	| {type: 'question'; id: number; question: Question}
	/**
	 * `readsTemplates`: at each request, so that editing one needs no reload.
	 * `packages`: URLs of the package modules loaded, for the next process to preload.
	 */
	| {type: 'listening'; at: Listening; readsTemplates: boolean; packages: string[]}
	/** What the project says about its sources. */
	| {type: 'sources'; sources: Sources}
	/** Files that were imported, with the state of each when it was read; empty where it is missing. */
	| {type: 'imported'; files: Imported[]}
	/** It has answered its first request. */
	| {type: 'answered'}
	/** The project's command runs in its own session. */
	| {type: 'spawned'; session: ProcessIdentity}
	/** The application cannot run; the child answers requests with the failure. */
	| {type: 'failed'; failure: Failure}
	/** An uncaught exception is about to end the child. */
	| {type: 'crashing'; failure: Failure}
	/** The application's output is lost, for example because the disk is full. */
	| {type: 'log-failed'; reason: string}
	/** The child accepts no more connections. */
	| {type: 'closed'};

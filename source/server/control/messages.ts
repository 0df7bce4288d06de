import type {ProcessIdentity} from '../../system/process-identity.ts';
import type {Failure} from './failure.ts';

/** What a child is to do; it is forked before, so that Node's own start overlaps with other work. */
export interface Order {
	root: string;
	/** Where to listen, if the application does not choose by itself. */
	listen: {host: string; port: number};
	/** Somebody asked for this very port: an application that reads PORT gets it. */
	isChosen: boolean;
	/** Only answer with this failure; the project is not loaded. */
	failure?: Failure;
}

/** What a child cannot do by itself, because the sockets are the runner's. */
export type Question =
	/** To listen there; `nth` tells apart those that take any port. */
	| {what: 'socket'; host?: string; port: number; nth: number}
	/** The ports are to be free: a program will bind them that takes no socket from anybody. */
	| {what: 'release'};

/** A socket comes beside it, where there is one to be had. */
export interface Answer {
	/** The system's code, `EADDRINUSE`, where the address cannot be had. */
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
	 * `readsTemplates`: anew at each request, so that an edited one needs no fresh process.
	 * `packages`: what the application has loaded that is not its own, for the next process.
	 */
	| {type: 'listening'; at: Listening; readsTemplates: boolean; packages: string[]}
	/** A command of the project's runs in a session of its own. */
	| {type: 'spawned'; session: ProcessIdentity}
	/** The application cannot run; the child answers with the failure. */
	| {type: 'failed'; failure: Failure}
	/** An exception that nobody caught is about to end the child. */
	| {type: 'crashing'; failure: Failure}
	/** What the application prints is lost: the disk is full, say. */
	| {type: 'log-failed'; reason: string}
	/** No new connection is taken any more. */
	| {type: 'closed'};

import type {Imported} from '../../project/import/follow-imports.ts';
import type {Sources} from '../../project/watch/interest.ts';
import type {ProcessIdentity} from '../../system/process-identity.ts';
import type {Failure} from './failure.ts';
import type {Inspect} from './inspect.ts';

/** Tells a child to start. The child is forked earlier, so that Node's start overlaps with other work. */
export interface Order {
	root: string;
	/** Where to listen, unless the application chooses. */
	listen: {host: string; port: number};
	/** Set if the port was given explicitly; the application then gets it as PORT. */
	chosen?: Chosen;
	/** Let debuggers attach. */
	inspect?: Inspect;
	/** Answer every request with this failure instead of loading the project. */
	failure?: Failure;
}

/** The address of `runserver` or the settings. */
export interface Chosen {
	/** An IP address, for servers on this port that name none. */
	address: string;
	port: number;
	/** The host was given, too, and goes before the one that the application names. */
	isHostGiven: boolean;
}

/** A listening socket of an application, of which the runner keeps a copy for the next one. */
export interface HeldSocket {
	id: string;
	/** What the application asked for. */
	asked: string;
	/** What it is bound to. */
	address: string;
	port: number;
	/** Node's flags, as for `ipv6Only`. */
	flags: number;
}

export type ToChild =
	| {type: 'warm'; modules: string[]}
	/** Sent with the socket itself, before the order. */
	| {type: 'socket'; socket: HeldSocket}
	| {type: 'order'; order: Order}
	/** The runner has its copy of a socket. */
	| {type: 'held'; id: string};

export interface Listening {
	host: string;
	port: number;
	isSecure: boolean;
	/** Of a Unix socket; the host and port say nothing then. */
	path?: string;
	/** Only datagrams are received there. */
	isUdp?: true;
}

export type FromChild =
	/** A server listens; its socket is sent along. */
	| {type: 'bound'; socket: HeldSocket}
	/** The application has closed a socket that the runner has a copy of. */
	| {type: 'released'; id: string}
	/** A server could not listen. */
	| {type: 'not-bound'; code: string; host?: string; port?: number}
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

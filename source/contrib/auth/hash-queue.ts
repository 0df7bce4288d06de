import {existsSync} from 'node:fs';
import {Worker} from 'node:worker_threads';

export type Job =
	| {kind: 'hash'; secret: string; cost: number}
	/** `hash` null: there is nothing to compare with, but nobody may notice. */
	| {kind: 'verify'; secret: string; hash: string | null; cost: number};

type Answer = {hash: string; verify: boolean};

/** More jobs than this wait for no one: at cost 12 the last would wait for twenty seconds. */
const longestQueue = 64;

/** Koa answers it with 503. */
export class HashQueueFull extends Error {
	readonly status = 503;
	readonly expose = true;
	readonly headers = {'Retry-After': '5'};

	constructor() {
		super('Too many people are logging in just now. Try again in a few seconds.');
	}
}

interface Waiting {
	resolve(result: any): void;
	reject(error: Error): void;
}

const waiting = new Map<number, Waiting>();
let worker: Worker | undefined;
let count = 0;

/**
 * Runs a job in the one thread that hashes; it is started at the first job.
 * @throws HashQueueFull, or why the thread died: a job is never answered by anything but the thread
 */
export function hashInWorker<J extends Job>(job: J): Promise<Answer[J['kind']]> {
	if (waiting.size >= longestQueue) return Promise.reject(new HashQueueFull());
	worker ??= startWorker();
	const thread = worker;
	const id = ++count;
	return new Promise((resolve, reject) => {
		waiting.set(id, {resolve, reject});
		thread.ref();
		thread.postMessage({id, ...job});
	});
}

/** The thread as it is now, for who watches over it. */
export function hashWorker(): Worker | undefined {
	return worker;
}

function startWorker(): Worker {
	const thread = new Worker(workerFile());
	let reason = new Error('The thread that hashes passwords ended.');
	thread.on('message', ({id, result}: {id: number; result: unknown}) => {
		const job = waiting.get(id);
		waiting.delete(id);
		if (waiting.size === 0) thread.unref();
		job?.resolve(result);
	});
	thread.on('error', error => {
		reason = error as Error;
	});
	thread.on('exit', () => {
		worker = undefined;
		const lost = [...waiting.values()];
		waiting.clear();
		for (const job of lost) job.reject(reason);
	});
	return thread;
}

/** Beside this module in the sources; the build moves this module, but not the thread's, to chunks/. */
function workerFile(): URL {
	return ['./hash-worker.ts', './hash-worker.js', '../contrib/auth/hash-worker.js']
		.map(place => new URL(place, import.meta.url))
		.find(url => existsSync(url))!;
}

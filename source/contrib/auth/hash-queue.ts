import {existsSync} from 'node:fs';
import {Worker} from 'node:worker_threads';

export type Job =
	| {kind: 'hash'; secret: string; cost: number}
	/** With `hash` null there is nothing to compare with, but the job takes the same time. */
	| {kind: 'verify'; secret: string; hash: string | null; cost: number};

type Answer = {hash: string; verify: boolean};

/** At cost 12, the last job of a full queue waits about twenty seconds. */
const longestQueue = 64;

/** Thrown when too many jobs are waiting. Koa answers with 503. */
export class HashQueueFull extends Error {
	readonly status = 503;
	readonly expose = true;
	readonly headers = {'Retry-After': '5'};

	constructor() {
		super('Too many people are logging in right now. Try again in a few seconds.');
	}
}

const waiting = new Map<number, PromiseWithResolvers<any>>();
let worker: Worker | undefined;
let count = 0;

/** Runs a job in the worker thread. @throws HashQueueFull, or the error that ended the thread */
export function hashInWorker<J extends Job>(job: J): Promise<Answer[J['kind']]> {
	if (waiting.size >= longestQueue) return Promise.reject(new HashQueueFull());
	worker ??= startWorker();
	const thread = worker;
	const id = ++count;
	const answer = Promise.withResolvers<any>();
	waiting.set(id, answer);
	thread.ref();
	thread.postMessage({id, ...job});
	return answer.promise;
}

/** The current thread; undefined if none is running. */
export function hashWorker(): Worker | undefined {
	return worker;
}

function startWorker(): Worker {
	const thread = new Worker(workerFile());
	let reason = new Error('The thread that hashes passwords exited.');
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
		for (const job of waiting.values()) job.reject(reason);
		waiting.clear();
	});
	return thread;
}

/** Beside this module in the sources. The build moves this module to chunks/, but not the worker. */
function workerFile(): URL {
	return ['./hash-worker.ts', './hash-worker.js', '../contrib/auth/hash-worker.js']
		.map(place => new URL(place, import.meta.url))
		.find(url => existsSync(url))!;
}

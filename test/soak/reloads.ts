/**
 * Saves of different files, in the ways of editors, some of them wrong and repaired: the runner's memory,
 * open files, watches and processes are the same after hundreds of reloads as after the first hundred.
 *
 *     node --import=tsx --test test/soak/reloads.ts   (SAVES=500, SEED=1)
 */
import assert from 'node:assert/strict';
import {globSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {stopServer} from '../../source/server/control/lifecycle.ts';
import {
	ownPageProject,
	processesOf,
	recordOf,
	request,
	start,
	untilAnswer,
} from '../support/server.ts';
import {until} from '../support/wait.ts';

const saves = Number(process.env.SAVES ?? 500);
const seed = Number(process.env.SEED ?? 1);
/** How many more bytes of objects the runner may have for each save, after a collection. */
const mostGrowth = 200;
const files = 20;
let state = seed;

/** 0 to 1, the same ones for the same seed. */
function random(): number {
	state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
	return state / 2_147_483_648;
}

test(`${saves} reloads, seed ${seed}`, async t => {
	const root = ownPageProject(t, 'one', "{file: './main.ts', spare: true}");
	const parts = Array.from({length: files}, () => 'begin');
	const fileOf = (index: number) => path.join(root, `part${index}.ts`);
	const sourceOf = (text: string) => `export const text: string = '${text}';\n`;
	for (const index of parts.keys()) writeFileSync(fileOf(index), sourceOf('begin'));
	writeFileSync(path.join(root, 'main.ts'), mainSource);
	const url = await start(root);
	const {pid} = recordOf(root).runner;
	const inspector = await inspect(pid);
	t.after(() => inspector.close());
	const heaps: number[] = [];
	const resident: number[] = [];
	const held: Record<string, number>[] = [];
	const counts: Record<string, number> = {};
	const ways: Record<string, (file: string, source: string) => unknown> = {
		write: writeFileSync,
		replace: (file, source) => {
			writeFileSync(`${file}~`, source);
			renameSync(`${file}~`, file);
		},
		'remove and write': async (file, source) => {
			rmSync(file);
			await until('it is missed', async () => (await answerOf(url)).status === 500);
			writeFileSync(file, source);
		},
		'break and repair': async (file, source) => {
			writeFileSync(file, 'export const = ;\n');
			await until('it is broken', async () => (await answerOf(url)).status === 500);
			writeFileSync(file, source);
		},
	};
	for (let save = 1; save <= saves; save++) {
		const index = Math.floor(random() * files);
		const names = Object.keys(ways);
		// One in ten is a failure.
		const name = names[Math.floor(random() * 2) + (random() < 0.1 ? 2 : 0)]!;
		counts[name] = (counts[name] ?? 0) + 1;
		parts[index] = `save ${save}`;
		await ways[name]!(fileOf(index), sourceOf(parts[index]));
		await untilAnswer(url, parts.join());
		if (save % 10 === 0) {
			await until('application and spare are left', () => {
				const {children} = recordOf(root);
				return children.length === 2 && processesOf(root).length === 3;
			});
			held.push(heldBy(pid));
		}
		resident.push(residentOf(pid));
		if (save % 50 === 0) {
			const megabytes = median(resident.slice(-50)).toFixed(1);
			heaps.push(await inspector.heap());
			const heap = (heaps.at(-1)! / 1e6).toFixed(3);
			console.log(
				`${save} saves: heap ${heap}, resident ${megabytes} MB, ${JSON.stringify(held.at(-1))}`,
			);
		}
	}
	const later = heaps.slice(Math.floor(heaps.length / 5));
	const growth = (later.at(-1)! - later[0]!) / (50 * (later.length - 1));
	t.diagnostic(JSON.stringify(counts));
	t.diagnostic(`heap: ${growth.toFixed(0)} bytes more for each save`);
	t.diagnostic(`held: ${JSON.stringify(held.at(-1))}`);
	assert.ok(growth <= mostGrowth, `the runner's heap grows by ${growth.toFixed(0)} bytes a save`);
	const fifth = Math.ceil(held.length / 5);
	assert.deepEqual(least(held.slice(-fifth)), least(held.slice(fifth, 2 * fifth)));
	await stopServer(root, {operator: 'tester'});
	assert.deepEqual(processesOf(root), []);
});

const mainSource = `import {createServer} from 'node:http';
${Array.from({length: files}, (_, index) => `import {text as text${index}} from './part${index}.ts';\n`).join('')}
const text = [${Array.from({length: files}, (_, index) => `text${index}`).join()}].join();
export default createServer((_, response) => response.end(text));
`;

async function answerOf(url: string): Promise<{status?: number}> {
	return request(url).catch(() => ({}));
}

/** @returns `heap`: bytes in use after a full collection, without what V8 compiles */
async function inspect(pid: number): Promise<{heap(): Promise<number>; close(): void}> {
	process.kill(pid, 'SIGUSR1');
	let target: string | undefined;
	await until('the inspector listens', async () => {
		const answer = await request('http://127.0.0.1:9229/json').catch(() => undefined);
		target = answer && JSON.parse(answer.text)[0].webSocketDebuggerUrl;
		return target !== undefined;
	});
	const socket = new WebSocket(target!);
	await new Promise(resolve => socket.addEventListener('open', resolve));
	let last = 0;
	const send = (method: string, params = {}) =>
		new Promise<any>(resolve => {
			const id = ++last;
			socket.addEventListener('message', function answered({data}) {
				const answer = JSON.parse(data);
				if (answer.id !== id) return;
				socket.removeEventListener('message', answered);
				resolve(answer.result);
			});
			socket.send(JSON.stringify({id, method, params}));
		});
	return {
		async heap() {
			let text = '';
			const add = ({data}: MessageEvent) => {
				text += JSON.parse(data).params?.chunk ?? '';
			};
			socket.addEventListener('message', add);
			await send('HeapProfiler.takeHeapSnapshot');
			socket.removeEventListener('message', add);
			return sizeOfObjects(JSON.parse(text));
		},
		close: () => socket.close(),
	};
}

/** Of each, since a descriptor may be open for a moment. */
function least(samples: Record<string, number>[]): Record<string, number> {
	const names = Object.keys(samples[0]!);
	return Object.fromEntries(names.map(name => [name, Math.min(...samples.map(one => one[name]!))]));
}

/** V8 compiles what runs often, and patterns, as long as it likes. */
function sizeOfObjects({snapshot, nodes}: {snapshot: any; nodes: number[]}): number {
	const {node_fields: fields, node_types: types} = snapshot.meta;
	const [type, size] = [fields.indexOf('type'), fields.indexOf('self_size')];
	let sum = 0;
	for (let at = 0; at < nodes.length; at += fields.length) {
		const name = types[type][nodes[at + type]!];
		if (name !== 'code' && name !== 'hidden') sum += nodes[at + size]!;
	}
	return sum;
}

/** What a leak would add to, apart from memory. */
function heldBy(pid: number): Record<string, number> {
	const infos = globSync(`/proc/${pid}/fdinfo/*`).map(textIn);
	return {
		files: readdirSync(`/proc/${pid}/fd`).length,
		watches: infos.join('').split('\ninotify ').length - 1,
		threads: readdirSync(`/proc/${pid}/task`).length,
	};
}

/** Empty for one that has been closed meanwhile. */
function textIn(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}

/** In MB. */
function residentOf(pid: number): number {
	const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
	return Number(kilobytes) / 1024;
}

function median(values: number[]): number {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

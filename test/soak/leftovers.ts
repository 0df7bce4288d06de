/**
 * Saves, crashes, stops and kill -9 of runner, application and spare in any order and at any moment, of an
 * application that starts programs in all ways: in the end, nothing of it runs.
 *
 *     node --import=tsx --test test/soak/leftovers.ts   (ROUNDS=200, SEED=1)
 */
import assert from 'node:assert/strict';
import {appendFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {setTimeout as delay} from 'node:timers/promises';
import {
	readServerStatus,
	restartServer,
	startServer,
	stopServer,
} from '../../source/server/control/lifecycle.ts';
import {readServerRecord} from '../../source/server/control/server-state.ts';
import {allProcesses, environmentOf} from '../../source/system/proc.ts';
import {aliveWith, withHelpers} from '../support/helpers.ts';
import {ownPageProject, processesOf, request, signal} from '../support/server.ts';
import {until} from '../support/wait.ts';

const rounds = Number(process.env.ROUNDS ?? 200);
const seed = Number(process.env.SEED ?? 1);
let state = seed;

/** 0 to 1, the same ones for the same seed. */
function random(): number {
	state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
	return state / 2_147_483_648;
}

test(`${rounds} interleavings of saves, crashes, stops and kills, seed ${seed}`, async t => {
	const root = ownPageProject(t, 'one', "{file: './main.ts', spare: true}");
	const seconds = withHelpers(root);
	t.after(() => {
		for (const pid of aliveWith(seconds)) signal(pid, 'SIGKILL');
	});
	const operator = 'tester';
	const start = () => startServer(root, {host: '127.0.0.1', port: 0, operator}).catch(() => {});
	const kill = (...which: number[]) => {
		const record = readServerRecord(root);
		const all = record ? [record.runner, ...record.children] : [];
		for (const index of which) if (all[index]) signal(all[index].pid, 'SIGKILL');
	};
	const urlOf = async () => (await readServerStatus(root)).url;
	const acts: Record<string, () => unknown> = {
		save: () => appendFileSync(path.join(root, 'main.ts'), '\n// saved\n'),
		crash: async () => {
			const url = await urlOf();
			if (url) await request(`${url}crash`).catch(() => {});
		},
		stop: () => stopServer(root, {operator}).catch(() => {}),
		restart: () => restartServer(root, {operator}).catch(() => {}),
		'kill the runner': () => kill(0),
		'kill a child': () => kill(1),
		'kill another child': () => kill(2),
		'kill runner and children': () => kill(0, 1, 2, 3),
		'kill runner and a child': () => kill(0, 1),
	};
	const counts: Record<string, number> = {};
	const names = Object.keys(acts);
	for (let round = 0; round < rounds; round++) {
		if ((await readServerStatus(root)).state === 'stopped') await start();
		const name = names[Math.floor(random() * names.length)]!;
		counts[name] = (counts[name] ?? 0) + 1;
		// A crash of an application that hangs in its start is never answered.
		await Promise.race([acts[name]!(), delay(5000)]);
		await delay(random() * 600);
	}
	await until('it stops', async () => {
		await stopServer(root, {operator}).catch(() => {});
		return (await readServerStatus(root)).state === 'stopped';
	});
	const marked = allProcesses().filter(pid =>
		environmentOf(pid).some(one => one.startsWith('QUARTERDECK_APPLICATION=')),
	);
	t.diagnostic(JSON.stringify(counts));
	assert.deepEqual(
		{helpers: aliveWith(seconds), server: processesOf(root), marked},
		{helpers: [], server: [], marked: []},
	);
});

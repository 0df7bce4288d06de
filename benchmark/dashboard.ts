/**
 * What the dashboard sends and uses, and how fast it answers while a log floods in, beside the same
 * dashboard with Ink's own output.
 *
 *     npm run benchmark:dashboard [bytes] [tree] [burst] [idle] [follow] [flood] [peers] [ssh] [memory] [writer] [search]
 */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {appendFileSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {cellsOf, cheapestDifference} from './cheapest-difference.ts';
import {cpuOf, DashboardSession, logOf, playedProject, removeProject} from './dashboard-session.ts';
import {type FloodPeer, lnav, nx, quarterdeck, selectedRow, tmux} from './flood-peers.ts';

const wanted = process.argv.slice(2);
const parts: Record<string, () => Promise<void>> = {
	bytes,
	tree,
	burst,
	idle,
	follow,
	flood,
	peers,
	ssh,
	memory,
	writer,
	search,
};
for (const [name, measure] of Object.entries(parts)) {
	if (wanted.length === 0 || wanted.includes(name)) await measure();
}

async function bytes(): Promise<void> {
	for (const [columns, rows] of [
		[120, 40],
		[120, 27],
		[80, 24],
	] as const) {
		const size = `${columns}x${rows}`;
		const ours = await bytesOf(columns, rows, {});
		const ink = await bytesOf(columns, rows, {QUARTERDECK_OUTPUT: 'ink'});
		report(`${size} start`, `${ours.start} B, Ink ${ink.start} B`);
		report(
			`${size} a selection key`,
			`${ours.key} B, cheapest ${ours.cheapest} B, ratio ${ours.ratio.toFixed(2)} (≤1.5); Ink ${ink.key} B`,
		);
		report(`${size} an appended log line`, `${ours.line} B (≤150); Ink ${ink.line} B`);
		report(`${size} a resize`, `${ours.resize} B; Ink ${ink.resize} B`);
	}
}

async function bytesOf(columns: number, rows: number, env: Record<string, string>) {
	const folder = playedProject();
	const session = await opened(folder, columns, rows, env);
	const start = session.bytes;
	const keys: number[] = [];
	const cheapest: number[] = [];
	const ratios: number[] = [];
	for (let key = 0; key < 12; key++) {
		const before = cellsOf(session.screen);
		const sent = await sentBy(session, () => session.press(key < 6 ? 'j' : 'k'));
		const least = cheapestDifference(before, cellsOf(session.screen));
		keys.push(sent);
		cheapest.push(least);
		ratios.push(sent / least);
	}
	const lines: number[] = [];
	for (let line = 0; line < 60; line++) appendFileSync(logOf(folder), requestLine(line));
	await session.settled();
	for (let line = 60; line < 72; line++) {
		lines.push(await sentBy(session, () => appendFileSync(logOf(folder), requestLine(line))));
	}
	const resize = await sentBy(session, () => session.resize(columns - 2, rows - 1));
	await session.end();
	removeProject(folder);
	return {
		start,
		resize,
		key: median(keys),
		cheapest: median(cheapest),
		ratio: median(ratios),
		line: median(lines),
	};
}

async function sentBy(session: DashboardSession, act: () => void): Promise<number> {
	const before = session.bytes;
	act();
	await session.drawn(() => session.bytes > before, 2000);
	await session.settled();
	return session.bytes - before;
}

async function tree(): Promise<void> {
	const small = await timeOfKey(['accounts'], 5);
	const big = await timeOfKey(
		Array.from({length: 50}, (_, index) => `app${index}`),
		10,
	);
	report(
		'a key at the end of a tree',
		`${big.toFixed(1)} ms of 500 migrations, ${small.toFixed(1)} ms of 5, ratio ${(big / small).toFixed(2)} (≤1.5)`,
	);
}

/** Milliseconds until a selection key is seen, at the end of a tree. */
async function timeOfKey(labels: string[], migrationsOfEach: number): Promise<number> {
	const folder = playedProject(labels, migrationsOfEach);
	const session = await opened(folder, 120, 40);
	await sentBy(session, () => session.press('G'));
	const times: number[] = [];
	for (let key = 0; key < 40; key++) {
		const old = selectedRow(session);
		const moved = session.drawn(() => selectedRow(session) !== old);
		session.press(key % 2 === 0 ? 'k' : 'j');
		times.push((await moved) ?? Number.NaN);
		await session.settled(50);
	}
	await session.end();
	removeProject(folder);
	return median(times);
}

/** Keys that arrive in one read: so many frames, and so much CPU time. */
async function burst(): Promise<void> {
	const folder = playedProject();
	const session = await opened(folder, 120, 40);
	const letters = 'abcdefghijklmnopqrstuvwxyzabcdefghijklmn';
	for (const [name, before, keys] of [
		['40 keys in one read', '', 'j'.repeat(40)],
		['40 letters into a field', ':', letters],
	] as const) {
		await sentBy(session, () => session.press(before));
		const start = {writes: session.writes, cpu: session.cpu()};
		await sentBy(session, () => session.press(keys));
		const milliseconds = (session.cpu() - start.cpu) * 1000;
		report(
			name,
			`${session.writes - start.writes} frames (≤4), ${milliseconds.toFixed(0)} ms of CPU`,
		);
	}
	await session.end();
	removeProject(folder);
}

async function idle(): Promise<void> {
	const folder = playedProject();
	const session = await opened(folder, 120, 40);
	await session.settled(2000);
	const before = {bytes: session.bytes, cpu: session.cpu()};
	await delay(10_000);
	report(
		'idle for 10 s',
		`${session.bytes - before.bytes} B, ${((session.cpu() - before.cpu) * 10).toFixed(1)} % CPU`,
	);
	await session.end();
	removeProject(folder);
}

/** Following 100,000 lines a second without a key, beside plain Node that reads them and draws the last ones. */
async function follow(): Promise<void> {
	const seconds = 12;
	const folder = playedProject();
	const session = await opened(folder, 120, 40);
	const ours = await cpuWhile(() => session.cpu(), logOf(folder), seconds);
	await session.end();
	const plain = plainFollower(logOf(folder));
	const theirs = await cpuWhile(() => cpuOf(plain.pid!), logOf(folder), seconds);
	plain.kill();
	removeProject(folder);
	report(
		'following 100,000 lines/s',
		`${(ours * 100).toFixed(1)} % CPU, plain Node ${(theirs * 100).toFixed(1)} %, ratio ${(ours / theirs).toFixed(1)} (≤2)`,
	);
}

/** @returns the share of one processor, while lines are appended to a file */
async function cpuWhile(cpu: () => number, file: string, seconds: number): Promise<number> {
	const writer = writes(file, seconds * 100_000, 100_000);
	await delay(1500);
	const [before, start] = [cpu(), performance.now()];
	await delay((seconds - 4) * 1000);
	const share = ((cpu() - before) * 1000) / (performance.now() - start);
	await once(writer, 'exit');
	return share;
}

/** As little as a program can do that follows a file: it reads, splits into lines, keeps some and draws the last. */
function plainFollower(file: string) {
	const program = `
		const {openSync, readSync, fstatSync} = require('node:fs');
		const file = openSync(process.argv[1], 'r');
		const chunk = Buffer.alloc(1 << 20);
		const lines = [];
		let [position, rest, total] = [fstatSync(file).size, '', 0];
		setInterval(() => {
			for (let size; (size = readSync(file, chunk, 0, chunk.length, position)) > 0; position += size) {
				const parts = (rest + chunk.toString('utf8', 0, size)).split('\\n');
				rest = parts.pop();
				for (const line of parts) lines[total++ % 10000] = line;
			}
			let frame = '\\x1b[H';
			for (let line = Math.max(0, total - 12); line < total; line++) frame += lines[line % 10000] + '\\x1b[K\\n';
			process.stdout.write(frame + total);
		}, 50);`;
	return spawn(process.execPath, ['-e', program, file], {stdio: 'ignore'});
}

async function flood(): Promise<void> {
	await flooded('100,000 lines/s', {}, '≤40');
	await flooded('the same, Ink writes', {QUARTERDECK_OUTPUT: 'ink'}, '-');
}

/** Others that show a file, in the same run: 100,000 lines a second, and a key now and then. */
async function peers(): Promise<void> {
	const project = playedProject();
	const [file, folder] = [logOf(project), path.dirname(project)];
	const starts = [
		() => quarterdeck(project),
		() => nx(folder, file),
		() => lnav(file),
		() => tmux(folder, file),
	];
	for (const start of starts) {
		// None has to read what was written for another.
		writeFileSync(file, '');
		const peer = await start();
		if (peer) await pressed(peer, file);
	}
	removeProject(project);
}

async function pressed(peer: FloodPeer, file: string): Promise<void> {
	const seconds = 15;
	const writer = writes(file, seconds * 100_000, 100_000);
	await delay(1500);
	const [before, start] = [peer.cpu(), performance.now()];
	const times: number[] = [];
	let missed = 0;
	for (let turn = 0; performance.now() - start < (seconds - 3) * 1000; turn++) {
		const time = await peer.key(turn);
		if (time === undefined) missed++;
		else times.push(time);
		await delay(100 + 37 * (turn % 3));
	}
	const cpu = ((peer.cpu() - before) * 100_000) / (performance.now() - start);
	await once(writer, 'exit');
	await peer.end();
	report(
		`${peer.name}, 100,000 lines/s`,
		`a key p50 ${part(times, 0.5)} ms, p95 ${part(times, 0.95)} ms, ${times.length} keys, ${missed} missed; CPU ${cpu.toFixed(0)} %`,
	);
}

async function ssh(): Promise<void> {
	await flooded('100,000 lines/s over SSH', {SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22'}, '≤8');
}

async function flooded(name: string, env: Record<string, string>, aim: string): Promise<void> {
	const seconds = 30;
	const folder = playedProject();
	const session = await opened(folder, 120, 40, env);
	const writer = writes(logOf(folder), seconds * 100_000, 100_000);
	await delay(1000);
	const before = {bytes: session.bytes, cpu: session.cpu(), at: performance.now()};
	const times: number[] = [];
	let missed = 0;
	for (let key = 0; performance.now() - before.at < (seconds - 2) * 1000; key++) {
		const old = selectedRow(session);
		const moved = session.drawn(() => selectedRow(session) !== old);
		session.press(key % 16 < 8 ? 'j' : 'k');
		const time = await moved;
		if (time === undefined) missed++;
		else times.push(time);
		await delay(100 + 137 * (key % 3));
	}
	const elapsed = (performance.now() - before.at) / 1000;
	const cpu = ((session.cpu() - before.cpu) / elapsed) * 100;
	const rate = (session.bytes - before.bytes) / elapsed / 1000;
	await once(writer, 'exit');
	await session.settled(600);
	const lines = countLines(logOf(folder));
	report(
		name,
		`keys p50 ${part(times, 0.5)} ms (≤40), p95 ${part(times, 0.95)} ms (≤100), ${times.length} keys, ${missed} missed; ` +
			`CPU ${cpu.toFixed(0)} % (≤20); ${rate.toFixed(1)} kB/s (${aim}); ` +
			`${session.megabytes().toFixed(0)} MB (≤150); ${lines} of ${seconds * 100_000} lines in the file; ` +
			`last line shown: ${session.text().includes(`request ${seconds * 100_000 - 1} `)}`,
	);
	await session.end();
	removeProject(folder);
}

async function memory(): Promise<void> {
	const folder = playedProject();
	const session = await opened(folder, 120, 40);
	const sizes = [session.megabytes()];
	for (let million = 1; million <= 5; million++) {
		await once(writes(logOf(folder), 1_000_000, 200_000), 'exit');
		await session.settled(600);
		sizes.push(session.megabytes());
	}
	report('memory at 0 to 5 million lines', `${sizes.map(size => size.toFixed(0)).join(' ')} MB`);
	await session.end();
	removeProject(folder);
}

async function writer(): Promise<void> {
	const watched: number[] = [];
	const alone: number[] = [];
	for (let round = 0; round < 5; round++) {
		const folder = playedProject();
		alone.push(await timeOf(folder));
		const session = await opened(folder, 120, 40);
		watched.push(await timeOf(folder));
		await session.end();
		removeProject(folder);
	}
	const [slow, fast] = [median(watched), median(alone)];
	report(
		'1,000,000 lines, one write each',
		`${slow.toFixed(2)} s watched, ${fast.toFixed(2)} s alone, speed ${(fast / slow).toFixed(2)} (≥0.95)`,
	);
}

async function search(): Promise<void> {
	const folder = playedProject();
	fillLog(logOf(folder), 5_000_000);
	const session = await opened(folder, 120, 40);
	const size = `${(statSync(logOf(folder)).size / 1e6).toFixed(0)} MB`;
	report(`a log of ${size}, 5,000,000 lines`, `${session.megabytes().toFixed(0)} MB in memory`);
	await searched(session, 'nothing is searched', '', 40, /./);
	await searched(session, 'a text of one line', '/needle\r', 0, /\/needle match 1\/1 /);
	await searched(session, 'a text of all other lines', '/get\r', 0, /\/get match \d+\/5000000 /);
	await searched(session, 'errors only', 'vvv', 0, / 1 of 5000001 lines/);
	await searched(session, 'the first line', 'g', 0, /the needle/);
	await session.end();
	removeProject(folder);
}

/** Until the count is final; meanwhile the selection in another pane is moved, so many times at least. */
async function searched(
	session: DashboardSession,
	name: string,
	keys: string,
	least: number,
	final: RegExp,
): Promise<void> {
	const start = performance.now();
	let took: number | undefined;
	session.press(`3${keys}`);
	await delay(100);
	session.press('1');
	await delay(100);
	const times: number[] = [];
	let most = 0;
	for (let key = 0; key < least || took === undefined; key++) {
		const old = selectedRow(session);
		const moved = session.drawn(() => selectedRow(session) !== old);
		session.press(key % 2 === 0 ? 'j' : 'k');
		const time = await moved;
		if (final.test(session.text())) took ??= performance.now() - start;
		if (time !== undefined) times.push(time);
		// Two keys that come between two frames move nothing.
		await delay(30);
		most = Math.max(most, session.megabytes());
		if (performance.now() - start > 60_000) throw new Error(`Never final:\n${session.text()}`);
	}
	report(
		name,
		`known after ${((took ?? 0) / 1000).toFixed(1)} s; keys p50 ${part(times, 0.5)} ms, ` +
			`p95 ${part(times, 0.95)} ms, longest ${Math.max(...times).toFixed(0)} ms, ${times.length} keys; ${most.toFixed(0)} MB (≤150)`,
	);
	for (const key of ['3', '\u001B', '\u001B', 'G']) {
		session.press(key);
		await session.settled(200);
	}
}

function fillLog(file: string, count: number): void {
	for (let line = 0; line < count; ) {
		let text = line === 0 ? 'TypeError: the needle\n' : '';
		for (const end = line + 50_000; line < end; line++) text += requestLine(line);
		appendFileSync(file, text);
	}
}

async function timeOf(folder: string): Promise<number> {
	const child = writes(logOf(folder), 1_000_000, Number.POSITIVE_INFINITY, 1);
	let said = '';
	child.stdout!.on('data', data => {
		said += data;
	});
	await once(child, 'close');
	return Number(said);
}

async function opened(
	folder: string,
	columns: number,
	rows: number,
	env: Record<string, string> = {},
): Promise<DashboardSession> {
	const session = new DashboardSession(folder, columns, rows, env);
	await session.shows('9 unapplied');
	await session.settled(500);
	return session;
}

/** A process that appends so many lines at a rate, and prints how many seconds it took. */
function writes(file: string, count: number, perSecond: number, atOnce = 500) {
	const program = `
		const {openSync, writeSync} = require('node:fs');
		const [file, count, rate, atOnce] = [process.argv[1], ...process.argv.slice(2).map(Number)];
		const log = openSync(file, 'a');
		const start = performance.now();
		let line = 0;
		(function more() {
			while (line < count && line < (performance.now() - start) / 1000 * rate) {
				let text = '';
				for (let end = Math.min(count, line + atOnce); line < end; line++) text += 'request ' + line + ' GET /shop/' + (line * 7919 % 100003) + ' 200 in ' + (line % 97) + ' ms, ' + (line * 31 % 1009) + ' bytes sent\\n';
				writeSync(log, text);
			}
			if (line < count) setTimeout(more, 2);
			else console.log((performance.now() - start) / 1000);
		})();`;
	return spawn(
		process.execPath,
		['-e', program, file, String(count), String(perSecond), String(atOnce)],
		{
			stdio: ['ignore', 'pipe', 'inherit'],
		},
	);
}

function countLines(file: string): number {
	statSync(file);
	const bytes = readFileSync(file);
	let lines = 0;
	for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
	return lines;
}

function requestLine(line: number): string {
	return `[24/Nov/2026 10:${String(line % 60).padStart(2, '0')}:00] "GET /shop/items/${line * 7919}/ HTTP/1.1" 200 ${line * 31} ${line % 97}ms\n`;
}

function median(values: number[]): number {
	return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function part(values: number[], share: number): string {
	return (
		values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN
	).toFixed(0);
}

function report(name: string, result: string): void {
	console.log(`${name.padEnd(34)} ${result}`);
}

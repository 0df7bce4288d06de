/**
 * What a log that somebody follows costs: requests a second of an application under `runserver`,
 * with `quarterdeck log --follow` and an open dashboard beside it, against the same application that writes its log into
 * a file which nobody reads. Both run at once and are asked in turn. On a busy machine the processor's
 * time a request (Linux) tells more than the rate.
 *
 *     node benchmark/log.ts [ROUNDS] [SECONDS]
 */
import {execFileSync, spawn} from 'node:child_process';
import {openSync, readFileSync, rmSync, statSync} from 'node:fs';
import {connect} from 'node:net';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {spawn as openTerminal} from '@lydell/node-pty';
import {median} from './measure.ts';
import {nodeProject, temporaryFolder} from './reload-projects.ts';

const [rounds = 9, seconds = 2] = process.argv.slice(2).map(Number);
const connections = 10;
const packageRoot = path.dirname(import.meta.dirname);
const cli = path.join(packageRoot, 'dist/cli.js');

const folder = temporaryFolder();
const {folder: project} = nodeProject(folder, 'log', 0, 'debug: false, server: {spare: false},');
const started: {kill(): unknown}[] = [];
try {
	const followed = runserver();
	const follower = follow();
	openDashboard();
	const alone = await serveIntoFile();
	const [forFollowed, forAlone] = await compare(followed.port, alone.port);
	await pause(1000);
	console.log(
		`processor's time a request: ${[
			`followed ${microseconds(followed.pid, forFollowed)}`,
			`alone ${microseconds(alone.pid, forAlone)}`,
			`follower ${microseconds(follower.pid, forFollowed)}`,
		].join(', ')}, starts included`,
	);
	const lines = requestsIn(path.join(project, '.quarterdeck/server.log'));
	console.log(`${follower.shown()} of ${lines} requests shown by the follower`);
} finally {
	for (const child of started) child.kill();
	execFileSync(process.execPath, [cli, 'stopserver'], {cwd: project});
	rmSync(folder, {recursive: true, force: true, maxRetries: 5});
}

/** @returns how many requests each has answered */
async function compare(followed: number, alone: number): Promise<[number, number]> {
	const rates: Record<'followed' | 'alone', number[]> = {followed: [], alone: []};
	for (let round = 0; round < rounds; round++) {
		const turns = [
			async () => rates.followed.push(await requests(followed)),
			async () => rates.alone.push(await requests(alone)),
		];
		// Who comes second must not always be the same.
		for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn();
	}
	const ratios = rates.followed.map((rate, round) => rate / rates.alone[round]!);
	console.log(`followed  ${median(rates.followed).toFixed(0)} requests/s`);
	console.log(`alone     ${median(rates.alone).toFixed(0)} requests/s`);
	const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
	const span = `${least.toFixed(2)} to ${most.toFixed(2)}`;
	console.log(`ratio     ${median(ratios).toFixed(2)} (${span}, ${rounds} rounds)`);
	const total = (values: number[]) => values.reduce((sum, rate) => sum + rate * seconds, 0);
	return [total(rates.followed), total(rates.alone)];
}

/** User and system, of one process. */
function microseconds(pid: number, requests: number): string {
	const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]!.split(' ');
	const ticks = Number(fields[11]) + Number(fields[12]);
	return `${((ticks * 10_000) / requests).toFixed(0)} µs`;
}

interface Server {
	port: number;
	pid: number;
}

function runserver(): Server {
	const text = execFileSync(process.execPath, [cli, 'runserver', '--detach', '127.0.0.1:0'], {
		cwd: project,
		encoding: 'utf8',
	});
	const {children} = JSON.parse(
		readFileSync(path.join(project, '.quarterdeck/server.json'), 'utf8'),
	);
	return {port: portIn(text), pid: children[0].pid};
}

function follow(): {pid: number; shown: () => number} {
	const child = spawn(process.execPath, [cli, 'log', '--follow'], {cwd: project});
	started.push(child);
	let shown = 0;
	child.stdout.setEncoding('utf8').on('data', text => {
		shown += text.split('"GET / HTTP').length - 1;
	});
	return {pid: child.pid!, shown: () => shown};
}

/** 120x40, whose bytes are read and dropped. */
function openDashboard(): void {
	const terminal = openTerminal(process.execPath, [cli], {cols: 120, rows: 40, cwd: project});
	terminal.onData(() => {});
	started.push(terminal);
}

async function serveIntoFile(): Promise<Server> {
	const file = path.join(folder, 'alone.log');
	const log = openSync(file, 'a');
	const program = path.join(packageRoot, 'dist/server/serve.js');
	const child = spawn(process.execPath, [program], {
		cwd: project,
		env: {...process.env, PORT: '0'},
		stdio: ['ignore', log, log],
	});
	started.push(child);
	while (!readFileSync(file, 'utf8').includes('Serving')) await pause(20);
	return {port: portIn(readFileSync(file, 'utf8')), pid: child.pid!};
}

function portIn(text: string): number {
	return Number(/http:\/\/127\.0\.0\.1:(\d+)\//.exec(text)![1]);
}

function requestsIn(file: string): number {
	if (statSync(file).size > 500e6) return Number.NaN;
	return readFileSync(file, 'latin1').split('"GET / HTTP').length - 1;
}

/** As fast as they are answered, on connections that stay. @returns requests a second */
async function requests(port: number): Promise<number> {
	let isOver = false;
	const began = performance.now();
	const counts = Array.from({length: connections}, () => ask(port, () => isOver));
	await pause(seconds * 1000);
	isOver = true;
	const total = (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
	return total / ((performance.now() - began) / 1000);
}

function ask(port: number, isOver: () => boolean): Promise<number> {
	const request = `GET / HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`;
	return new Promise((resolve, reject) => {
		let count = 0;
		const connection = connect(port, '127.0.0.1', () => connection.write(request));
		connection.on('error', reject).on('data', () => {
			count++;
			if (!isOver()) return connection.write(request);
			connection.destroy();
			resolve(count);
		});
	});
}

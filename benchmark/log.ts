/**
 * What a log that somebody follows costs: requests a second of an application under `runserver`,
 * with `quarterdeck log --follow` beside it, against the same application that writes its log into
 * a file which nobody reads. Both run at once and are asked in turn.
 *
 *     node benchmark/log.ts [ROUNDS] [SECONDS]
 */
import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {openSync, readFileSync, rmSync, statSync} from 'node:fs';
import {connect} from 'node:net';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {median} from './measure.ts';
import {nodeProject, temporaryFolder} from './reload-projects.ts';

const [rounds = 9, seconds = 2] = process.argv.slice(2).map(Number);
const connections = 10;
const packageRoot = path.dirname(import.meta.dirname);
const cli = path.join(packageRoot, 'dist/cli.js');

const folder = temporaryFolder();
const {folder: project} = nodeProject(folder, 'log', 0, 'debug: false,');
const started: ChildProcess[] = [];
try {
	const followed = runserver();
	const follower = follow();
	const alone = await serveIntoFile();
	await compare(followed, alone);
	await pause(1000);
	const lines = requestsIn(path.join(project, '.quarterdeck/server.log'));
	console.log(`${follower()} of ${lines} requests shown by the follower`);
} finally {
	for (const child of started) child.kill();
	execFileSync(process.execPath, [cli, 'stopserver'], {cwd: project});
	rmSync(folder, {recursive: true, force: true, maxRetries: 5});
}

async function compare(followed: number, alone: number): Promise<void> {
	const rates: Record<'followed' | 'alone', number[]> = {followed: [], alone: []};
	await Promise.all([requests(followed), requests(alone)]);
	for (let round = 0; round < rounds; round++) {
		rates.followed.push(await requests(followed));
		rates.alone.push(await requests(alone));
	}
	const ratios = rates.followed.map((rate, round) => rate / rates.alone[round]!);
	console.log(`followed  ${median(rates.followed).toFixed(0)} requests/s`);
	console.log(`alone     ${median(rates.alone).toFixed(0)} requests/s`);
	const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
	const span = `${least.toFixed(2)} to ${most.toFixed(2)}`;
	console.log(`ratio     ${median(ratios).toFixed(2)} (${span}, ${rounds} rounds)`);
}

/** @returns its port */
function runserver(): number {
	const text = execFileSync(process.execPath, [cli, 'runserver', '--detach', '127.0.0.1:0'], {
		cwd: project,
		encoding: 'utf8',
	});
	return portIn(text);
}

/** @returns how many requests were shown so far */
function follow(): () => number {
	const child = spawn(process.execPath, [cli, 'log', '--follow'], {cwd: project});
	started.push(child);
	let shown = 0;
	child.stdout.setEncoding('utf8').on('data', text => {
		shown += text.split('"GET / HTTP').length - 1;
	});
	return () => shown;
}

/** @returns its port */
async function serveIntoFile(): Promise<number> {
	const file = path.join(folder, 'alone.log');
	const log = openSync(file, 'a');
	const program = path.join(packageRoot, 'dist/server/serve.js');
	started.push(
		spawn(process.execPath, [program], {
			cwd: project,
			env: {...process.env, PORT: '0'},
			stdio: ['ignore', log, log],
		}),
	);
	while (!readFileSync(file, 'utf8').includes('Serving')) await pause(20);
	return portIn(readFileSync(file, 'utf8'));
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

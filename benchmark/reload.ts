/**
 * How long from a save to the first new answer, and how much CPU, beside what people use for it:
 * `node --watch`, nodemon, `tsx watch` and Django's runserver, installed into a temporary folder, and
 * another build of Quarterdeck. All of them run at once and are asked in turn, so that a slow machine
 * slows every side.
 *
 *     node benchmark/reload.ts [SAVES [OTHER_BUILD/dist/cli.js]]
 */
import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import {get} from 'node:http';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {readServerRecord} from '../source/server/control/server-state.ts';
import {childrenOf} from '../source/system/proc.ts';
import {
	djangoProject,
	installDjango,
	installPeers,
	nodeProject,
	type Project,
	temporaryFolder,
} from './reload-projects.ts';

const saves = Number(process.argv[2] ?? 9);
const cli = path.join(path.dirname(import.meta.dirname), 'dist/cli.js');
const [otherCli] = process.argv.slice(3);

interface Subject {
	name: string;
	project: Project;
	port: number;
	words: string[];
	times: number[];
	refused: number;
	/** Milliseconds, by process, of those that run and those that have ended. */
	cpu: Map<number, number>;
	cpuBefore: number;
	cli?: string;
	process?: ChildProcess;
}

const folder = temporaryFolder();
const programs = installPeers(folder);
const python = installDjango(folder);
let nextPort = 21_000 + Math.floor(Math.random() * 5000);
try {
	await compare('hello world', 0);
	await compare('100 entities', 100);
} finally {
	rmSync(folder, {recursive: true, force: true, maxRetries: 5});
}

async function compare(title: string, entities: number): Promise<void> {
	const subjects = makeSubjects(entities);
	try {
		for (const subject of subjects) await begin(subject);
		for (let round = 0; round <= saves; round++) {
			for (const subject of subjects) await save(subject, round);
		}
		// So that the last save has as long as those before.
		await pause(3000);
		report(title, subjects);
	} finally {
		for (const subject of subjects) end(subject);
	}
}

function makeSubjects(entities: number): Subject[] {
	const node = process.execPath;
	const of = (name: string, project: Project, words: string[]): Subject => {
		return {
			name,
			project,
			port: nextPort++,
			words,
			times: [],
			refused: 0,
			cpu: new Map(),
			cpuBefore: 0,
		};
	};
	const ours = (name: string, settings: string, program = cli) => {
		const build = path.dirname(path.dirname(program));
		const project = nodeProject(folder, `ours-${name}`, entities, settings, build);
		return {...of(`quarterdeck, ${name}`, project, []), cli: program};
	};
	const peer = (name: string, words: string[]) =>
		of(name, nodeProject(folder, name.replace(/\W+/g, '-'), entities), words);
	return [
		ours('urls', ''),
		ours('main.ts', "server: './main.ts',"),
		ours('no spare', "server: {file: './main.ts', spare: false},"),
		...(otherCli ? [ours('other build', "server: './main.ts',", otherCli)] : []),
		peer('nodemon', [
			node,
			`${programs}/nodemon`,
			'-q',
			'--ext',
			'ts',
			'--exec',
			`${node} main.ts`,
		]),
		peer('node --watch', [node, '--watch', 'main.ts']),
		peer('tsx watch', [node, `${programs}/tsx`, 'watch', 'main.ts']),
		...(python
			? [of('django runserver', djangoProject(folder, python, entities), [python, 'manage.py'])]
			: []),
	];
}

async function begin(subject: Subject): Promise<void> {
	const {words, port, project} = subject;
	const cwd = project.folder;
	if (subject.cli) quarterdeck(subject.cli, cwd, 'runserver', '--detach', String(port));
	else {
		const all = words[1] === 'manage.py' ? [...words, 'runserver', String(port)] : words;
		subject.process = spawn(all[0]!, all.slice(1), {
			cwd,
			detached: true,
			stdio: 'ignore',
			env: {...process.env, PORT: String(port), DJANGO_SETTINGS_MODULE: 'mysite.local'},
		});
	}
	for (const until = Date.now() + 30_000; (await ask(port)) !== 'one'; await pause(50)) {
		if (Date.now() > until) throw new Error(`${subject.name} does not answer.`);
	}
}

/** The first save is not counted. `node --watch` is deaf to files that are replaced, so all are written into. */
async function save(subject: Subject, round: number): Promise<void> {
	// A spare is ready after a second, and Django looks once in a second, at any time of it.
	await pause(1500 + Math.random() * 1000);
	const before = cpuOf(subject);
	if (round === 1) subject.cpuBefore = before;
	const text = `${subject.name} ${round}`;
	const start = performance.now();
	writeFileSync(subject.project.file, subject.project.source(text));
	for (;;) {
		const answer = await ask(subject.port);
		if (answer === text) break;
		if (answer === undefined && round > 0) subject.refused++;
		if (performance.now() - start > 20_000) throw new Error(`${subject.name} does not reload.`);
		await pause(2);
	}
	if (round > 0) subject.times.push(performance.now() - start);
}

/** @returns undefined when there was no answer */
function ask(port: number): Promise<string | undefined> {
	return new Promise(resolve => {
		get({host: '127.0.0.1', port, agent: false}, response => {
			let text = '';
			response.setEncoding('utf8').on('data', chunk => {
				text += chunk;
			});
			response.on('end', () => resolve(text));
			response.on('error', () => resolve(undefined));
		}).on('error', () => resolve(undefined));
	});
}

function end({process: child, project, cli: ours}: Subject): void {
	if (ours) quarterdeck(ours, project.folder, 'stopserver');
	else if (child === undefined) return;
	else if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
}

function quarterdeck(program: string, cwd: string, ...words: string[]): void {
	execFileSync(process.execPath, [program, ...words], {
		cwd,
		stdio: ['ignore', 'ignore', 'inherit'],
	});
}

/**
 * Milliseconds of all processes that the program has had. nodemon's are not all its children when they
 * end, so each is looked at before a save ends it and after; its own last moments are not seen.
 */
function cpuOf({process: child, project, cpu}: Subject): number {
	const first = child?.pid ?? readServerRecord(project.folder)?.runner.pid;
	const look = (pid: number) => {
		const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		cpu.set(pid, (Number(fields[11]) + Number(fields[12])) * 10);
		for (const one of childrenOf(pid)) look(one);
	};
	if (first) look(first);
	return [...cpu.values()].reduce((sum, one) => sum + one, 0);
}

function report(title: string, subjects: Subject[]): void {
	const [first] = subjects;
	console.log(`\n${title}: save to first new answer, median of ${saves}`);
	console.log(''.padEnd(24), '   ms    min    max  ours/its   CPU ms a save  failed requests');
	for (const subject of subjects) {
		const {name, times, refused} = subject;
		const cpu = ((cpuOf(subject) - subject.cpuBefore) / saves).toFixed(0);
		const numbers = [median(times), Math.min(...times), Math.max(...times)];
		const ratio = (median(first!.times) / median(times)).toFixed(2);
		const columns = numbers.map(number => number.toFixed(0).padStart(6)).join(' ');
		console.log(
			name.padEnd(22),
			columns,
			ratio.padStart(9),
			cpu.padStart(15),
			String(refused).padStart(16),
		);
	}
}

function median(values: number[]): number {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

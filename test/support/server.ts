import assert from 'node:assert/strict';
import {existsSync, globSync, readFileSync, renameSync, statSync, writeFileSync} from 'node:fs';
import {get} from 'node:http';
import {connect} from 'node:net';
import path from 'node:path';
import {after as afterAll, before as beforeAll, type TestContext} from 'node:test';
import {groupBeginning, markOf} from '../../source/server/control/application-mark.ts';
import type {LaunchOptions} from '../../source/server/control/launch-runner.ts';
import {readServerStatus, startServer} from '../../source/server/control/lifecycle.ts';
import {readServerRecord, type ServerRecord} from '../../source/server/control/server-state.ts';
import {groupsNamed, removeGroup} from '../../source/system/control-group.ts';
import {allProcesses, commandLineOf, readStat} from '../../source/system/proc.ts';
import {copyFixture, linkPackages, temporaryFolder} from './project.ts';
import {until} from './wait.ts';

/**
 * The tutorial's project with one page of its own at `/`, which answers with the text. When the
 * test ends, however it ends, no process that works for the project is left.
 * @param server what the settings say of it; without a spare a test has fewer processes to wait for
 * @returns its folder
 */
export function onePageProject(
	test: Pick<TestContext, 'after'>,
	text = 'one',
	server = '{spare: false}',
): string {
	let root = '';
	// Before the folder is removed: hooks run in the order in which they were given.
	test.after(() => endProcesses(root));
	root = copyFixture(test, 'tutorial');
	const file = path.join(root, 'settings.ts');
	writeFileSync(file, readFileSync(file, 'utf8').replace('urls:', `server: ${server},\n\turls:`));
	savePage(root, text);
	return root;
}

/**
 * The same pages from a server of the project's own, `main.ts`, and no apps. Its processes start three
 * times as fast, because they load neither Koa nor an ORM.
 * @param server as it stands in settings.ts
 */
export function ownPageProject(
	test: Pick<TestContext, 'after'>,
	text = 'one',
	server = "{file: './main.ts', spare: false}",
): string {
	let root = '';
	// Before the folder is removed: hooks run in the order in which they were given.
	test.after(() => endProcesses(root));
	root = temporaryFolder(test);
	linkPackages(root);
	writeFileSync(
		path.join(root, 'settings.ts'),
		`import {defineSettings} from 'quarterdeck';

export default defineSettings({
	apps: [],
	database: {driver: 'sqlite', name: 'db.sqlite3'},
	server: ${server},
	secretKey: 'a-secret-key-of-the-tests-0123456789',
});
`,
	);
	writeFileSync(path.join(root, 'main.ts'), ownPageSource(text));
	return root;
}

/** One project and its server for all tests of a file. To be called outside of them. */
export function sharedServer(): {root: string; url: string} {
	const shared = {root: ownPageProject({after: afterAll as TestContext['after']}), url: ''};
	beforeAll(async () => {
		shared.url = await start(shared.root);
	});
	return shared;
}

/** Writes the page as an editor does that writes into the file. @param more routes of `urls.ts` */
export function savePage(root: string, text: string, more = ''): void {
	const {file, source} = pageOf(root, text, more);
	writeFileSync(file, source);
}

/** Writes the page as an editor does that replaces the file. */
export function replacePage(root: string, text: string): void {
	const {file, source} = pageOf(root, text);
	writeFileSync(`${file}~`, source);
	renameSync(`${file}~`, file);
}

function pageOf(root: string, text: string, more = ''): {file: string; source: string} {
	const own = path.join(root, 'main.ts');
	if (existsSync(own)) return {file: own, source: ownPageSource(text)};
	return {file: path.join(root, 'urls.ts'), source: pageSource(text, more)};
}

/**
 * `/` answers with the text, `/slow` after 700 ms, `/count` how many of those wait, `/crash`, `/reject` and
 * `/exit` end the process.
 */
function pageSource(text: string, more: string): string {
	return `import {path, type Routes} from 'quarterdeck';

let slow = 0;
const routes: Routes = [
	path('/count', context => {
		context.body = String(slow);
	}),
	path('/', context => {
		context.body = ${JSON.stringify(text)};
	}),
	path('/slow', async context => {
		slow++;
		await new Promise(resolve => setTimeout(resolve, 700));
		context.body = ${JSON.stringify(text)};
	}),
	path('/crash', () => {
		setTimeout(() => {
			throw new Error('the page did crash');
		});
	}),
	path('/reject', () => {
		void Promise.reject(new Error('the page did reject'));
	}),
	path('/exit', () => {
		process.exit(0);
	}),
	${more}
];

export default routes;
`;
}

/** The same pages. */
function ownPageSource(text: string): string {
	return `import {createServer} from 'node:http';

let slow = 0;
const pages: Record<string, (answer: (text: string) => void) => void> = {
	'/count': answer => answer(String(slow)),
	'/': answer => answer(${JSON.stringify(text)}),
	'/slow': answer => {
		slow++;
		setTimeout(() => answer(${JSON.stringify(text)}), 700);
	},
	'/crash': () => {
		setTimeout(() => {
			throw new Error('the page did crash');
		});
	},
	'/reject': () => void Promise.reject(new Error('the page did reject')),
	'/exit': () => process.exit(0),
};

export default createServer((request, response) => pages[request.url!]!(text => response.end(text)));
`;
}

/** Starts the project's server on any free port. @returns its URL */
export async function start(root: string): Promise<string> {
	const {status} = await launch(root);
	assert.equal(status.state, 'running', status.reason);
	return status.url!;
}

/** The same where it may crash or be refused. */
export function launch(root: string, options: Partial<LaunchOptions> = {}) {
	return startServer(root, {host: '127.0.0.1', port: 0, operator: 'tester', ...options});
}

/** So many operators start the project's server at once. */
export function startAtOnce(root: string, operators: number) {
	return Promise.all(Array.from({length: operators}, () => launch(root)));
}

export async function untilState(root: string, state: string): Promise<void> {
	await until(`the server is ${state}`, async () => (await readServerStatus(root)).state === state);
}

/** Until the address answers with just this text. */
export async function untilAnswer(url: string, text: string): Promise<void> {
	const answers = async () => (await request(url).catch(() => undefined))?.text === text;
	await until(`${url} answers ${text}`, answers);
}

export function recordOf(root: string): ServerRecord {
	const record = readServerRecord(root);
	assert.ok(record, 'there is no server.json');
	return record;
}

export interface Answer {
	status: number;
	text: string;
}

/** On a connection of its own. @throws when it is refused or cut */
export function request(url: string): Promise<Answer> {
	return new Promise((resolve, reject) => {
		get(url, {agent: false}, response => {
			let text = '';
			response.setEncoding('utf8').on('data', chunk => {
				text += chunk;
			});
			response.on('end', () => resolve({status: response.statusCode!, text}));
			response.on('error', reject);
		}).on('error', reject);
	});
}

/** Sends a line to a control socket. @returns the answer. @throws when there is none */
export function sendControl(file: string, message: object | string): Promise<any> {
	return new Promise((resolve, reject) => {
		let text = '';
		const connection = connect(file);
		connection.write(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`);
		connection.on('data', chunk => {
			text += chunk;
		});
		connection.on('error', reject);
		connection.on('close', () =>
			text === '' ? reject(new Error('no answer')) : resolve(JSON.parse(text)),
		);
	});
}

/** The runner and its children have the project's folder among their arguments. */
export function processesOf(root: string): number[] {
	return allProcesses().filter(pid => {
		const words = commandLineOf(pid);
		return (
			words.includes(root) && words.some(word => /\/dist\/server\/(runner|child)\.js$/.test(word))
		);
	});
}

/** Whether one of them has asked the system to be told of changes in the folder; as Linux shows it. */
export function isWatched(root: string): boolean {
	const wanted = `ino:${statSync(root).ino.toString(16)} `;
	return processesOf(root)
		.flatMap(pid => globSync(`/proc/${pid}/fdinfo/*`))
		.some(file => textOf(file).includes(wanted));
}

/** Nothing, where it has been closed in the meantime. */
function textOf(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}

export async function endProcesses(root: string): Promise<void> {
	if (root === '') return;
	const parents = new Map(allProcesses().map(pid => [pid, readStat(pid)?.parent]));
	for (const pid of withDescendants(processesOf(root), parents)) signal(pid, 'SIGKILL');
	await until('no process of the server is left', () => processesOf(root).length === 0);
	if (!existsSync(root)) return;
	for (const group of groupsNamed(groupBeginning + markOf(root), [])) removeGroup(group);
}

/** A command of the settings starts processes that know nothing of the project. */
function withDescendants(pids: number[], parents: Map<number, number | undefined>): number[] {
	const children = [...parents].flatMap(([pid, parent]) => (pids.includes(parent!) ? pid : []));
	return children.length === 0 ? pids : [...pids, ...withDescendants(children, parents)];
}

export function signal(pid: number, name: NodeJS.Signals): void {
	try {
		process.kill(pid, name);
	} catch {
		// It is gone.
	}
}

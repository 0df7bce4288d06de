/**
 * Builds, runs tests, and fails where a process of theirs is left.
 *
 *     node scripts/test.ts                                  all but test/end-to-end, type check and lint
 *     node scripts/test.ts test/commands/server/log.test.ts some files
 *     node scripts/test.ts --test-name-pattern=plan FILE    with options of node --test
 *
 * Many files share a process: most take less time than the start of one and its imports. More run at
 * once than a laptop has cores, as the tests of servers mostly wait.
 */
import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {
	chmodSync,
	globSync,
	mkdtempSync,
	readFileSync,
	realpathSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {pathToFileURL} from 'node:url';
import {isBuilt} from './built.ts';

process.chdir(path.dirname(import.meta.dirname));
const words = process.argv.slice(2);
const options = words.filter(word => word.startsWith('-'));
const patterns = words.filter(word => !word.startsWith('-'));

/** What the tests write, for this run alone. Its path tells the processes of this run as well. */
const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'qd-')));
// Some tests run something as another user.
chmodSync(folder, 0o755);

const files =
	patterns.length > 0
		? patterns
		: batches(globSync('test/**/*.test.{ts,tsx}', {exclude: ['test/end-to-end/**']}));

if (!isBuilt('cli.js') || !isBuilt('types')) {
	execFileSync(process.execPath, ['scripts/build.ts'], {stdio: 'inherit'});
}
const environment = {...process.env, TMPDIR: folder, QUARTERDECK_TEST_RUN: folder};
const [isPassed, isClean] = await Promise.all([
	succeeds(process.execPath, [
		'--import=./test/support/setup.js',
		'--test',
		'--test-concurrency=4',
		'--test-timeout=120000',
		...options,
		...files,
	]),
	patterns.length > 0 || succeeds('npm', ['run', '--silent', 'check']),
]);
const left = await processesLeft();
for (const {pid, command} of left) console.error(`The tests left process ${pid}: ${command}`);
for (const {pid} of left) process.kill(pid, 'SIGKILL');
rmSync(folder, {recursive: true, force: true, maxRetries: 5});
if (!isClean) console.error('The type check or the lint has failed: see above.');
process.exitCode = isPassed && isClean && left.length === 0 ? 0 : 1;

async function succeeds(program: string, words: string[]): Promise<boolean> {
	// On Windows npm is a script.
	const shell = process.platform === 'win32' && program === 'npm';
	const [code] = await once(
		spawn(program, words, {stdio: 'inherit', env: environment, shell}),
		'exit',
	);
	return code === 0;
}

/** @returns files that import the tests, a few of one folder each */
function batches(tests: string[]): string[] {
	// A plain project's TypeScript loader stays in the process, and reads all other files as well.
	const loads = (test: string) => readFileSync(test, 'utf8').includes('/plain-project.ts');
	const {plain = [], others = []} = Object.groupBy(tests.toSorted(), test =>
		loads(test) ? 'plain' : 'others',
	);
	return [...chunks(plain), ...chunks(others.reverse())].map((tests, index) => {
		const file = path.join(folder, `batch-${index}.test.mjs`);
		const lines = tests.map(test => `await import(${JSON.stringify(pathToFileURL(test).href)});\n`);
		writeFileSync(file, lines.join(''));
		return file;
	});
}

function chunks<T>(items: T[], size = 32): T[][] {
	return items.length > size ? [items.slice(0, size), ...chunks(items.slice(size), size)] : [items];
}

/** What lost its parent at the end of the run, and is about to notice, has ten seconds to end. */
async function processesLeft(): Promise<{pid: number; command: string}[]> {
	for (let waited = 0; processesOfThisRun().length > 0 && waited < 100; waited++) await delay(100);
	return processesOfThisRun();
}

/** Those that have this run's folder in their environment or command line. None without /proc. */
function processesOfThisRun(): {pid: number; command: string}[] {
	return globSync('/proc/[0-9]*').flatMap(process => {
		const command = textOf(`${process}/cmdline`);
		const isOurs = `${command}${textOf(`${process}/environ`)}`.includes(folder);
		return isOurs ? [{pid: Number(path.basename(process)), command}] : [];
	});
}

/** Arguments or variables, or nothing where the process has ended or belongs to somebody else. */
function textOf(file: string): string {
	try {
		return readFileSync(file, 'utf8').replaceAll('\0', ' ').trim();
	} catch {
		return '';
	}
}

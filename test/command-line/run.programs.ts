import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import {appendFileSync, existsSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {commands} from '../../source/command-line/commands.ts';
import {objects, quarterdeck} from '../support/command.ts';
import {commandLine, converse} from '../support/command-line.ts';
import {authors, makePlainProject} from '../support/plain-project.ts';
import {cliFile, copyFixture, temporaryFolder} from '../support/project.ts';

test('a typo is answered with the word that was meant', async t => {
	const {code, stderr, stdout} = await commandLine(temporaryFolder(t), ['migrat']);
	assert.equal(code, 2);
	assert.equal(
		stderr,
		"Error: Unknown command: 'migrat'. Did you mean migrate?\nType 'quarterdeck help' for usage.\n",
	);
	assert.equal(stdout, '');
});

test('a wrong option or an unexpected argument exits with 2 and points to the help', async t => {
	const folder = temporaryFolder(t);
	const option = await commandLine(folder, ['status', '--wach']);
	assert.equal(option.code, 2);
	assert.match(
		option.stderr,
		/^Error: Unknown option: --wach\. Did you mean --watch\?\nType 'quarterdeck status --help'/,
	);
	const argument = await commandLine(folder, ['startapp', 'a', 'b']);
	assert.equal(argument.code, 2);
	assert.match(argument.stderr, /^Error: Unexpected argument: b\n/);
});

test('help lists every command with its summary, and each command has its own', async t => {
	const folder = temporaryFolder(t);
	const {code, stdout} = await commandLine(folder, ['--help']);
	assert.equal(code, 0);
	for (const [name, {summary}] of Object.entries(commands)) {
		assert.match(stdout, new RegExp(`^  ${name} +${summary}$`, 'm'));
	}
	const own = await commandLine(folder, ['startproject', '--help']);
	assert.match(own.stdout, /^Usage: quarterdeck startproject NAME \[DIR\]/);
});

test('--version, and --json keeps everything else off stdout', async t => {
	const folder = temporaryFolder(t);
	assert.match((await commandLine(folder, ['--version'])).stdout, /^\d+\.\d+\.\d+\n$/);
	const failed = await commandLine(folder, ['showmigrations', '--json']);
	assert.equal(failed.code, 1);
	assert.equal(failed.stderr, '');
	const [error] = objects(failed);
	assert.equal(error.type, 'error');
	assert.equal(error.code, 'no-project');
	assert.match(error.hint, /startproject/);
});

test('--traceback shows the stack of an expected error', async t => {
	const {stderr} = await commandLine(temporaryFolder(t), ['showmigrations', '--traceback']);
	assert.match(stderr, /\n {4}at /);
});

test('without a terminal, no command at all prints the status and ends with 0', async t => {
	const root = copyFixture(t, 'tutorial');
	const {code, stdout} = await quarterdeck(root, []);
	assert.equal(code, 0);
	assert.match(stdout, /^tutorial {2}development {2}sqlite db\.sqlite3/);
});

const oldNode = ['/usr/bin/node'].find(file => existsSync(file) && !newEnough(file));

test('an old Node gets one sentence', {skip: skipOldNode()}, () => {
	try {
		execFileSync(oldNode!, [cliFile, 'status'], {stdio: 'pipe'});
		assert.fail('it ran');
	} catch (error) {
		const {status, stderr} = error as {status: number; stderr: Buffer};
		assert.equal(status, 1);
		assert.match(
			stderr.toString(),
			/^Error: Quarterdeck needs Node 22\.18 or newer, and this is Node \d/,
		);
		assert.doesNotMatch(stderr.toString(), /\n\s+at /);
	}
});

test('another runtime than Node gets one sentence', () => {
	const versions = `{...process.versions, bun: '1.4.5'}`;
	const asBun = `data:text/javascript,Object.defineProperty(process, 'versions', {value: ${versions}})`;
	const {status, stderr} = spawnSync(process.execPath, ['--import', asBun, cliFile, 'status'], {
		encoding: 'utf8',
	});
	assert.equal(status, 1);
	assert.equal(
		stderr,
		'Error: Quarterdeck runs on Node, and this is Bun.\nRun it with Node: npx quarterdeck, or bunx quarterdeck without --bun\n',
	);
});

/** Not a part of the product: where the machine's own Node is new, there is nothing to see. */
function skipOldNode(): string | false {
	return oldNode ? false : 'no older Node on this machine';
}

function newEnough(file: string): boolean {
	return (
		execFileSync(file, ['-p', 'Number(process.versions.node.split(".")[0]) >= 23'])
			.toString()
			.trim() === 'true'
	);
}

test('an option without a command is refused in one sentence; in a terminal no dashboard opens', async t => {
	const folder = temporaryFolder(t);
	const {code, stdout, stderr} = await quarterdeck(folder, ['--frobnicate']);
	assert.deepEqual(
		[code, stdout, stderr],
		[2, '', "Error: Unknown option: --frobnicate.\nType 'quarterdeck help' for usage.\n"],
	);
	const typed = converse(t, folder, ['--read-only', 'migrate']);
	assert.equal(await typed.end(), 2);
	assert.match(
		typed.text(),
		/^Error: --read-only is for the dashboard: .+\nType 'quarterdeck help'/,
	);
});

test('with --json, what the project itself prints goes to stderr', async t => {
	const {root} = makePlainProject(t, authors('name: p.string()'));
	appendFileSync(path.join(root, 'src/mikro-orm.config.ts'), "console.log('injecting env');\n");
	const {stdout, stderr} = await quarterdeck(root, ['status', '--json']);
	assert.equal(JSON.parse(stdout).project, 'library');
	assert.match(stderr, /injecting env/);
});

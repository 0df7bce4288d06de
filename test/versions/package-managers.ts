/**
 * The packed package in a plain project, with each package manager: npm, pnpm, Yarn with Plug'n'Play, and Bun, which
 * runs it with Node. Installs from the registry.
 *
 *     node scripts/test.ts test/versions/package-managers.ts
 */
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {pack} from '../strangers/install.ts';
import {runProgram} from '../support/command.ts';
import {authors, makePlainProject} from '../support/plain-project.ts';
import {openTerminal} from '../support/terminal.ts';

const tarball = pack(mkdtempSync(path.join(tmpdir(), 'packed-')));
const registry = execFileSync('npm', ['config', 'get', 'registry'], {encoding: 'utf8'})
	.trim()
	.replace(/\/$/, '');
const npx = (name: string, ...words: string[]) => ['npx', '--yes', name, ...words];
const bun = (...words: string[]) => ['npx', '--yes', '--package=bun', ...words];
const yarn = '@yarnpkg/cli-dist';

/** How each installs, and how it starts a program of the project. */
const managers: Record<string, {install: string[]; run: string[]}> = {
	npm: {
		install: ['npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts'],
		run: ['npx', '--no-install'],
	},
	pnpm: {
		install: npx('pnpm@10', 'install', '--ignore-scripts'),
		run: npx('pnpm@10', 'exec'),
	},
	yarn: {install: npx(yarn, 'install'), run: npx(yarn)},
	bun: {install: bun('bun', 'install', '--ignore-scripts'), run: bun('bunx')},
};

const env = {
	...{YARN_NPM_REGISTRY_SERVER: registry, YARN_UNSAFE_HTTP_WHITELIST: '*'},
	...{YARN_ENABLE_TELEMETRY: '0', YARN_ENABLE_SCRIPTS: 'false'},
	...{YARN_ENABLE_IMMUTABLE_INSTALLS: 'false', NPM_CONFIG_REGISTRY: registry},
};

const packages = {
	...{'@mikro-orm/core': '7.2.1', '@mikro-orm/migrations': '7.2.1', '@mikro-orm/sqlite': '7.2.1'},
	...{quarterdeck: `file:${tarball}`, tsx: '^4.0.0'},
};

function makeProject(t: TestContext, dependencies: object) {
	const project = makePlainProject(t, authors('name: p.string()'));
	rmSync(path.join(project.root, 'node_modules'), {recursive: true});
	project.write('package.json', JSON.stringify({name: 'library', type: 'module', dependencies}));
	return project;
}

for (const [name, {install, run}] of Object.entries(managers)) {
	test(`${name} installs it, and its commands and the dashboard run`, async t => {
		const {root, write} = makeProject(t, packages);
		// Otherwise Yarn takes the folder for a part of a project above it.
		if (name === 'yarn') write('yarn.lock', '');
		const installed = await runProgram(root, install, {env});
		assert.equal(installed.code, 0, installed.stdout + installed.stderr);
		assert.doesNotMatch(installed.stdout + installed.stderr, /peer|quarterdeck.*warn/i);
		for (const other of ['koa', '@mikro-orm/postgresql'])
			assert.ok(!existsSync(path.join(root, 'node_modules', other)), other);
		const quarterdeck = (...words: string[]) =>
			runProgram(root, [...run, 'quarterdeck', ...words], {env});
		const made = await quarterdeck('makemigrations');
		assert.deepEqual([made.code, made.stderr], [0, ''], made.stdout);
		assert.match((await quarterdeck('migrate')).stdout, /Applying Migration\d+\.\.\. OK/);
		const status = await quarterdeck('status');
		assert.deepEqual([status.code, status.stderr], [0, '']);
		assert.match(status.stdout, /\[X\] Migration\d+/);
		const terminal = openTerminal([...run, 'quarterdeck'], {
			cwd: root,
			env: {...process.env, ...env, NODE_TEST_CONTEXT: undefined},
		});
		try {
			await terminal.shows('Migration20');
			terminal.press('q');
			assert.equal((await terminal.exited).exitCode, 0);
		} finally {
			terminal.kill('SIGKILL');
		}
	});
}

test('bun --bun says that it runs on Node', async t => {
	const {root} = makeProject(t, packages);
	const {code} = await runProgram(root, managers.bun!.install, {env});
	assert.equal(code, 0);
	const {stderr, code: refused} = await runProgram(root, bun('bunx', '--bun', 'quarterdeck'), {
		env,
	});
	assert.equal(refused, 1);
	assert.match(stderr, /^Error: Quarterdeck runs on Node, and this is Bun\.\n/m);
});

test('a project on an older MikroORM, without its migrations, installs them first', async t => {
	const older = {'@mikro-orm/core': '7.0.17', '@mikro-orm/postgresql': '7.0.17'};
	const {root} = makeProject(t, older);
	const {install, run} = managers.npm!;
	const both = [...install, '@mikro-orm/migrations@7.0.17', tarball];
	const {code, stderr} = await runProgram(root, both, {env});
	assert.equal(code, 0, stderr);
	const status = await runProgram(root, [...run, 'quarterdeck', 'status'], {env});
	// The config of these tests is one of SQLite: its driver is all that is missing.
	assert.match(status.stderr, /^Error: The package @mikro-orm\/sqlite is not installed/);
});

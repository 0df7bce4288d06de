import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {cpSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {stopServer} from '../../../source/server/control/lifecycle.ts';
import {serverLogPath} from '../../../source/server/control/log-file.ts';
import {quarterdeck} from '../../support/command.ts';
import {addSetting, packageRoot, temporaryFolder} from '../../support/project.ts';
import {launch, ownPageProject, request, start} from '../../support/server.ts';
import {until} from '../../support/wait.ts';

/** Throws in line 9, which is another one once it is compiled. */
const source = (use: string) => `import {createServer} from 'node:http';

interface Page {
	text: string;
}

const page: Page = {text: 'it is wrong'};
function fail({text}: Page): never {
	throw new Error(text); // as it was written
}
${use}
`;
const failsAtStart = source('fail(page);');
const failsWhenAsked = source(
	"export default createServer(({url}, response) => {\n\tresponse.end('asked');\n\tif (url === '/crash') setTimeout(fail, 0, page);\n});",
);
const failsInView = source("export default [{pattern: '/', view: () => fail(page)}];");

/** A project whose `src/main.ts` is compiled to `dist/main.js`. */
function compiledProject(
	t: TestContext,
	text: string,
	{options = ['--sourceMap'], server = "{file: './dist/main.js', spare: false}"} = {},
): string {
	const root = ownPageProject(t, '', server);
	rmSync(path.join(root, 'main.ts'));
	mkdirSync(path.join(root, 'src'));
	writeFileSync(path.join(root, 'package.json'), '{"type": "module"}');
	writeFileSync(path.join(root, 'src/main.ts'), text);
	compile(root, ...options);
	return root;
}

function compile(root: string, ...options: string[]): void {
	const program = path.join(packageRoot, 'node_modules/typescript/bin/tsc');
	const words = '--ignoreConfig --noCheck --module nodenext --rootDir src --outDir dist'.split(' ');
	execFileSync(process.execPath, [program, ...words, ...options, 'src/main.ts'], {cwd: root});
}

function changeMap(root: string, change: (map: object) => object): void {
	const file = path.join(root, 'dist/main.js.map');
	writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')))));
}

const logOf = (root: string) => readFileSync(serverLogPath(root), 'utf8');

for (const [kind, options] of Object.entries({
	'a map beside it': ['--sourceMap'],
	'a map inside it': ['--inlineSourceMap'],
	'its source in its map': ['--sourceMap', '--inlineSources'],
})) {
	test(`a compiled program with ${kind} that crashes is shown by its source`, async t => {
		const root = compiledProject(t, failsWhenAsked, {options});
		const url = await start(root);
		await request(`${url}crash`);
		const {text} = await until('the reason is answered', async () => {
			const answer = await request(url).catch(() => undefined);
			return answer?.status === 500 && answer;
		});
		assert.match(text, /src\/main\.ts:9: Error: it is wrong/);
		assert.match(text, /&gt;\s+9\s+throw new Error\(text\); \/\/ as it was written/);
		assert.match(logOf(root), /\n {4}at .*\/src\/main\.ts:9:/);
		assert.doesNotMatch(logOf(root), /dist\/main\.js/);
	});
}

test('a compiled program that fails at its start is shown by its source', async t => {
	const root = compiledProject(t, failsAtStart);
	const {status} = await launch(root);
	assert.equal(status.state, 'crashed');
	assert.match(status.reason!, /src\/main\.ts:9: it is wrong/);
	assert.match((await request(status.url!)).text, /&gt;\s+9\s+throw new Error\(text\);/);
});

test('the page of a compiled view that fails shows its source', async t => {
	const root = compiledProject(t, failsInView, {server: '{spare: false}'});
	addSetting(root, "urls: './dist/main.js'");
	const {status, text} = await request(await start(root));
	assert.equal(status, 500);
	assert.match(text, />at fail \(src\/main\.ts:9:/);
	assert.match(text, /&gt;\s+9\s+throw new Error\(text\);/);
	assert.match(logOf(root), /\n {4}at .*src\/main\.ts:9:/);
});

test('a compiled command shows its source in the log', async t => {
	const text = `${source('setTimeout(fail, 0, page);')}createServer().listen(process.env.PORT);`;
	const root = compiledProject(t, text, {server: "{command: 'node dist/main.js', spare: false}"});
	await launch(root);
	await until('it has crashed', () => logOf(root).includes('it is wrong'));
	assert.match(logOf(root), /at .*src\/main\.ts:9:/);
});

test('a thread shows its source, and a package what it is made of', async t => {
	const root = compiledProject(t, failsAtStart, {server: "{file: './main.ts', spare: false}"});
	const packaged = path.join(root, 'node_modules/packaged');
	cpSync(path.join(root, 'dist'), packaged, {recursive: true});
	writeFileSync(path.join(packaged, 'package.json'), '{"type": "module", "exports": "./main.js"}');
	const main = `import {Worker} from 'node:worker_threads';
new Worker(new URL(import.meta.resolve('./dist/main.js'))).on('error', ({stack}) => console.log(stack));
await import('packaged').catch(({stack}) => console.log(stack));
export default () => {};
`;
	writeFileSync(path.join(root, 'main.ts'), main);
	await launch(root);
	await until('the thread has failed', () => /\bsrc\/main\.ts:9:/.test(logOf(root)));
	assert.match(logOf(root), /\bpackaged\/main\.js:3:/);
});

test('a program that tsx compiles is shown by its source', async t => {
	const root = ownPageProject(t, '', "'./main.ts'");
	const file = path.join(root, 'main.ts');
	writeFileSync(file, `${failsAtStart.replace('const page', 'enum Needs { tsx }\nconst page')}`);
	const {status} = await launch(root);
	assert.match(status.reason!, /main\.ts:10: it is wrong/);
});

test('without a usable map, the compiled file is shown', async t => {
	const root = compiledProject(t, failsAtStart);
	const map = path.join(root, 'dist/main.js.map');
	for (const text of ['{', 'null', '{"version": 3}', '[]', undefined]) {
		if (text === undefined) rmSync(map);
		else writeFileSync(map, text);
		const {status} = await launch(root);
		assert.match(status.reason!, /^dist\/main\.js:3: it is wrong/, text);
		await stopServer(root, {operator: 'tester'});
	}
});

test('a source that is missing or outside of the project is named, and not shown', async t => {
	const root = compiledProject(t, failsAtStart);
	const secret = path.join(temporaryFolder(t), 'secret');
	writeFileSync(secret, 'line\n'.repeat(8).concat('the ninth line of a secret'));
	for (const file of ['src/gone.ts', secret]) {
		const source = path.relative(path.join(root, 'dist'), path.resolve(root, file));
		changeMap(root, map => ({...map, sources: [source]}));
		const {status} = await launch(root);
		assert.ok(status.reason!.startsWith(`${file}:9: it is wrong`), status.reason);
		const {text} = await request(status.url!);
		assert.match(text, /it is wrong/);
		assert.doesNotMatch(text, /class="source"|ninth line/);
		await stopServer(root, {operator: 'tester'});
	}
});

test('a command names the source of a compiled config', async t => {
	const root = compiledProject(t, failsAtStart);
	rmSync(path.join(root, 'settings.ts'));
	// It would read maps by itself.
	rmSync(path.join(root, 'node_modules/tsx'));
	const config = {name: 'compiled', type: 'module', 'mikro-orm': {configPaths: ['./dist/main.js']}};
	writeFileSync(path.join(root, 'package.json'), JSON.stringify(config));
	compile(root, '--inlineSourceMap');
	const {code, stdout, stderr} = await quarterdeck(root, ['check']);
	assert.equal(code, 1);
	assert.match(stdout + stderr, /src\/main\.ts:9: .*it is wrong/);
});

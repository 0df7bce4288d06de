import assert from 'node:assert/strict';
import {
	appendFileSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {serverLogPath} from '../../../source/server/control/log-file.ts';
import {temporaryFolder} from '../../support/project.ts';
import {
	endProcesses,
	launch,
	ownPageProject,
	recordOf,
	start,
	untilAnswer,
	untilState,
} from '../../support/server.ts';
import {until} from '../../support/wait.ts';

/** What a file that is imported exports, whatever its kind. */
const kinds: Record<string, (text: string) => string> = {
	'.ts': text => `export default ${JSON.stringify(text)};\n`,
	'.cjs': text => `module.exports = ${JSON.stringify(text)};\n`,
	'.json': text => `${JSON.stringify(text)}\n`,
};
const sourceOf = (file: string, text: string) => kinds[path.extname(file)]!(text);

/** In each of these places an imported file may be; relative to the project. */
const places: [file: string, imported: string][] = [
	['lib/beside.ts', './lib/beside.ts'],
	['dist/built.ts', './dist/built.ts'],
	['coverage/report/all.ts', './coverage/report/all.ts'],
	['data/prices.json', './data/prices.json'],
	['../../packages/shared/index.ts', '../../packages/shared/index.ts'],
	['../../packages/linked/dist/index.cjs', '@acme/linked'],
	['../../packages/deep/data.json', './linked-folder/data.json'],
	['../../single.ts', './linked-file.ts'],
	['lib/required.cjs', 'require:./lib/required.cjs'],
	['lib/required.json', 'require:./lib/required.json'],
	['lib/aliased.ts', '@/aliased'],
];

/** A project in a workspace, with a server that answers with what it has imported, a line each. */
function workspace(
	t: TestContext,
	more = '',
	server = "{file: './main.ts', spare: false}",
): string {
	let project = '';
	// Before the folder is removed: hooks run in the order in which they were given.
	t.after(() => endProcesses(project));
	project = path.join(temporaryFolder(t), 'apps/site');
	mkdirSync(path.dirname(project));
	renameSync(ownPageProject(t, '', server), project);
	const at = (file: string) => path.join(project, file);
	for (const [file] of places) {
		mkdirSync(path.dirname(at(file)), {recursive: true});
		writeFileSync(at(file), sourceOf(file, 'one'));
	}
	writeFileSync(at('tsconfig.json'), '{"compilerOptions": {"paths": {"@/*": ["./lib/*"]}}}');
	writeFileSync(at('../../packages/linked/package.json'), '{"main": "dist/index.cjs"}');
	mkdirSync(at('node_modules/@acme'), {recursive: true});
	symlinkSync('../../../../packages/linked', at('node_modules/@acme/linked'));
	symlinkSync('../../packages/deep', at('linked-folder'));
	symlinkSync('../../single.ts', at('linked-file.ts'));
	const lines = places.map(([, name], index) => {
		if (name.startsWith('require:')) return `const v${index} = require('${name.slice(8)}');`;
		const attribute = name.endsWith('.json') ? " with {type: 'json'}" : '';
		return `import v${index} from '${name}'${attribute};`;
	});
	writeFileSync(
		at('main.ts'),
		`import {createServer} from 'node:http';
import {createRequire} from 'node:module';
import {appendFileSync, mkdirSync, writeFileSync} from 'node:fs';

const require = createRequire(import.meta.url);
${lines.join('\n')}
${more}
const values: string[] = [${lines.map((_, index) => `v${index}`).join(', ')}];
export default createServer((_, response) => response.end(values.join(' ')));
`,
	);
	return project;
}

const all = (change: number, text: string) =>
	places.map((_, index) => (index <= change ? text : 'one')).join(' ');

test('what is imported reloads, wherever it is and however it is saved', async t => {
	const root = workspace(t);
	const url = await start(root);
	await untilAnswer(url, all(-1, ''));
	for (const [index, [file]] of places.entries()) {
		writeFileSync(path.join(root, file), sourceOf(file, 'two'));
		await untilAnswer(url, all(index, 'two'));
	}
	for (const [index, [file]] of places.entries()) {
		const beside = path.join(root, `${file}~`);
		writeFileSync(beside, sourceOf(file, 'three'));
		renameSync(beside, path.join(root, file));
		await untilAnswer(
			url,
			[
				all(index, 'three')
					.split(' ')
					.slice(0, index + 1),
				all(-1, '')
					.replaceAll('one', 'two')
					.split(' ')
					.slice(index + 1),
			]
				.flat()
				.join(' '),
		);
	}
	assert.equal(recordOf(root).restarts, 2 * places.length);
});

test('what an application writes does not reload it, unless it imports that', async t => {
	const root = workspace(
		t,
		`mkdirSync('public', {recursive: true});
mkdirSync('uploads', {recursive: true});
for (const file of ['state.json', 'page.html', 'data/cache.json', 'public/bundle.js', 'uploads/a.js', 'app.log', 'x.sqlite'])
	writeFileSync(file, String(Math.random()));
setInterval(() => appendFileSync('data/cache.json', ' '), 50);`,
	);
	const url = await start(root);
	writeFileSync(path.join(root, 'lib/unused.test.ts'), 'export default 1;\n');
	writeFileSync(path.join(root, 'lib/beside.ts'), sourceOf('x.ts', 'two'));
	await untilAnswer(url, all(0, 'two'));
	const {restarts} = recordOf(root);
	writeFileSync(path.join(root, 'lib/unused.test.ts'), 'export default 2;\n');
	writeFileSync(path.join(root, 'lib/required.json'), sourceOf('x.json', 'two'));
	await until('it is reloaded', () => recordOf(root).restarts > restarts);
	await untilState(root, 'running');
	const log = readFileSync(serverLogPath(root), 'utf8');
	assert.doesNotMatch(log, /(?:state|cache|page|bundle|a\.js).* changed/);
});

test('a file that is no longer imported does not reload; one that was missing does', async t => {
	const root = workspace(t);
	const url = await start(root);
	const main = path.join(root, 'main.ts');
	const text = readFileSync(main, 'utf8');
	writeFileSync(main, text.replace('./lib/beside.ts', '../../packages/other/new.js'));
	await untilState(root, 'crashed');
	mkdirSync(path.join(root, '../../packages/other'));
	writeFileSync(path.join(root, '../../packages/other/new.ts'), sourceOf('x.ts', 'two'));
	await untilAnswer(url, all(0, 'two'));
	const {restarts} = recordOf(root);
	writeFileSync(path.join(root, 'lib/beside.ts'), sourceOf('x.ts', 'unseen'));
	writeFileSync(path.join(root, 'dist/built.ts'), sourceOf('x.ts', 'two'));
	await untilAnswer(url, all(1, 'two'));
	assert.equal(recordOf(root).restarts, restarts + 1);
	assert.doesNotMatch(readFileSync(serverLogPath(root), 'utf8'), /beside\.ts changed/);
});

test('a folder that a build removes and writes again is still watched', async t => {
	const root = workspace(t);
	const url = await start(root);
	for (const text of ['two', 'three']) {
		for (const folder of ['dist', '../../packages/shared']) {
			rmSync(path.join(root, folder), {recursive: true});
			await until('it has crashed or is to', () => recordOf(root).state !== 'running');
			mkdirSync(path.join(root, folder));
			const [file] = places.find(([name]) => name.startsWith(folder))!;
			writeFileSync(path.join(root, file), sourceOf(file, text));
			await until('it runs', () => recordOf(root).state === 'running');
		}
		const values = places.map(([file]) => (/^dist|shared/.test(file) ? text : 'one'));
		await untilAnswer(url, values.join(' '));
	}
});

test('the settings add files and leave others out, and a save of the settings is enough', async t => {
	const server = (more: string) => `{file: './main.ts', spare: false, ${more}}`;
	const root = workspace(
		t,
		'',
		server("watch: ['notes/*.md', '../../config'], ignore: ['lib/*.json', 'data']"),
	);
	for (const folder of ['notes', '../../config/deep'])
		mkdirSync(path.join(root, folder), {recursive: true});
	const url = await start(root);
	let restarts = 0;
	const reloads = async (file: string) => {
		appendFileSync(path.join(root, file), '\n');
		restarts++;
		await until(`${file} reloads`, () => recordOf(root).restarts === restarts);
		await untilState(root, 'running');
	};
	await reloads('notes/a.md');
	await reloads('notes/a.md');
	await reloads('../../config/deep/b.yaml');
	for (const file of ['lib/required.json', 'data/prices.json', 'notes/a.txt'])
		appendFileSync(path.join(root, file), '\n');
	await reloads('lib/beside.ts');
	const settings = path.join(root, 'settings.ts');
	writeFileSync(
		settings,
		readFileSync(settings, 'utf8').replace("ignore: ['lib/*.json', 'data']", "ignore: ['notes']"),
	);
	restarts++;
	await until('the settings reload', () => recordOf(root).restarts === restarts);
	await untilState(root, 'running');
	appendFileSync(path.join(root, 'notes/a.md'), '\n');
	await reloads('data/prices.json');
	await untilAnswer(url, all(-1, ''));
});

test('a reload loop ends with a sentence, and a save of another file goes on', async t => {
	const loops = {
		'as it is loaded': "writeFileSync('data/prices.json', JSON.stringify(String(Math.random())));",
		'once it listens':
			"setTimeout(() => writeFileSync('data/prices.json', JSON.stringify(String(Math.random()))), 300);",
	};
	for (const [when, code] of Object.entries(loops)) {
		const root = workspace(t, code);
		await launch(root);
		const sentence =
			/^Reloading has stopped, because data\/prices\.json changes whenever the application starts: add it to 'ignore' of 'server' in the settings, or save another file to go on\.$/m;
		const log = () => readFileSync(serverLogPath(root), 'utf8');
		await until(`the loop is found: it writes ${when}`, () => sentence.test(log()));
		const {restarts} = recordOf(root);
		assert.ok(restarts <= 6, `${restarts}`);
		writeFileSync(path.join(root, 'lib/beside.ts'), sourceOf('x.ts', 'two'));
		await until('it goes on', () => recordOf(root).restarts > restarts);
		await untilState(root, 'running');
		writeFileSync(path.join(root, 'lib/beside.ts'), sourceOf('x.ts', 'three'));
		await until('it goes on', () => recordOf(root).restarts === restarts + 2);
		assert.equal(log().match(new RegExp(sentence.source, 'gm'))!.length, 1);
	}
});

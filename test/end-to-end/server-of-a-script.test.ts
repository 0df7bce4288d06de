import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {objects, quarterdeck} from '../support/command.ts';
import {commandLine, converse} from '../support/command-line.ts';
import {makePlainProject} from '../support/plain-project.ts';
import {endProcesses} from '../support/server.ts';

const program =
	"require('node:http').createServer((_, response) => response.end('hello')).listen(process.env.PORT ?? 0);\n";

function makeProject(t: TestContext) {
	const project = makePlainProject(
		t,
		"export const Shelf = defineEntity({name: 'Shelf', properties: {id: p.integer().primary()}});",
	);
	const file = path.join(project.root, 'package.json');
	const text = JSON.stringify(
		{...JSON.parse(readFileSync(file, 'utf8')), scripts: {dev: 'node program.cjs', build: 'x'}},
		null,
		'\t',
	);
	project.write('package.json', text);
	project.write('program.cjs', program);
	return {...project, written: () => readFileSync(file, 'utf8'), text};
}

test('without a terminal the scripts are named, and nothing is written', async t => {
	const {root, text, written} = makeProject(t);
	const {code, stderr} = await commandLine(root, ['runserver', '--detach']);
	assert.equal(code, 1);
	assert.match(
		stderr,
		/^Error: This project does not say which server to run\.\nRun one of its scripts with 'quarterdeck runserver --script dev'/,
	);
	const [error] = objects(await commandLine(root, ['runserver', '--json']));
	assert.deepEqual(error.ways, [
		{
			id: 'serve-script',
			command: 'quarterdeck runserver --script dev',
			script: {name: 'dev', text: 'node program.cjs'},
		},
	]);
	assert.equal(written(), text);
	const {code: wrong, stderr: why} = await commandLine(root, ['runserver', '--script', 'build']);
	assert.deepEqual([wrong, why.split('\n')[1]], [2, 'Its scripts are: dev.']);
	assert.equal(written(), text);
});

test('in a terminal the first script is offered, and a no writes nothing', async t => {
	const {root, text, written} = makeProject(t);
	const talk = converse(t, root, ['runserver', '--detach']);
	await talk.answer(
		"Run 'npm run dev' (node program.cjs), and note it in package.json? [y/N] ",
		'n',
	);
	assert.equal(await talk.end(), 1);
	assert.equal(written(), text);
});

test('a script that was chosen once is the server from then on', async t => {
	let root = '';
	// Before the folder is removed: hooks run in the order in which they were given.
	t.after(() => endProcesses(root));
	const {written, ...project} = makeProject(t);
	root = project.root;
	const started = await quarterdeck(root, ['runserver', '--detach', '--script', 'dev']);
	assert.deepEqual([started.code, started.stderr], [0, '']);
	const [, url] = /running at (\S+)/.exec(started.stdout)!;
	assert.equal(await (await fetch(url!)).text(), 'hello');
	assert.deepEqual(JSON.parse(written()).quarterdeck, {server: {command: 'npm run dev'}});
	assert.equal((await quarterdeck(root, ['stopserver'])).code, 0);
	assert.equal((await quarterdeck(root, ['runserver', '--detach'])).code, 0);
	assert.equal((await quarterdeck(root, ['stopserver'])).code, 0);
});

import assert from 'node:assert/strict';
import {globSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import type {Invocation} from '../../../source/command-definition/invocation.ts';
import {findCommand, listCommands} from '../../../source/command-line/find.ts';
import {helpOf, helpOfAll} from '../../../source/command-line/help.ts';
import {parseCommandLine} from '../../../source/command-line/parse.ts';
import {readWords} from '../../../source/command-line/read-words.ts';
import type {Event} from '../../../source/runs/events.ts';
import {plain} from '../../../source/terminal/colours.ts';
import {quarterdeck} from '../../support/command.ts';
import {outcomeOf} from '../../support/outcome-of.ts';
import {makeShop, type Shop} from '../../support/shop.ts';

/** A shop whose app has these commands: what stands below an import of the public door. */
function shopWith(test: TestContext, commands: Record<string, string>): Shop {
	const shop = makeShop(
		test,
		"export const Book = defineEntity({name: 'Book', properties: {id: p.integer().primary()}});",
	);
	mkdirSync(path.join(shop.root, 'shop/commands'));
	for (const [name, text] of Object.entries(commands)) {
		writeFileSync(
			path.join(shop.root, 'shop/commands', name),
			`import {CommandError, defineCommand} from 'quarterdeck';\n\n${text}\n`,
		);
	}
	return shop;
}

/** A whole command line in this process, where nobody can answer. */
async function run({root}: Shop, ...words: string[]): Promise<{code: number; events: Event[]}> {
	return runUntil(new AbortController().signal, root, words);
}

async function runUntil(signal: AbortSignal, root: string, words: string[]) {
	const line = parseCommandLine(['--project', root, '--json', ...words]);
	const {name, signature, run} = await findCommand(line.command!, root);
	const values = readWords(name, signature, line.words);
	const invocation = {directory: root, interactive: false, signal, paint: plain};
	const running = run(values, invocation as Invocation);
	const {events, result} = await outcomeOf(running);
	return {code: result ?? 0, events};
}

const count = `export default defineCommand({
	summary: 'Count the books',
	arguments: {
		of: {help: 'what to count', choices: ['books', 'orders']},
	},
	flags: {
		atLeast: {type: 'number', default: 1, help: 'fail below'},
		format: {type: 'string', choices: ['long', 'short'], help: 'how to say it'},
		dryRun: {type: 'boolean', help: 'count nothing'},
	},
	async run({of, atLeast, dryRun}, {em, log, root, settings}) {
		log(\`\${of} \${atLeast} \${dryRun} \${settings.name}\`);
		const {default: entities} = {default: await import(root + '/shop/entities.ts')};
		const found = await em.count(entities.Book);
		log(\`\${found} found\\u001B[2J\`, 'success');
		if (found < atLeast) throw new CommandError('Too few.', {code: 'too-few', exitCode: 1});
	},
});`;

test('an app command that is a function gets typed values, the database and a log, and may fail', async t => {
	const shop = shopWith(t, {'count.ts': count});
	await shop.run(['makemigrations']);
	await shop.run(['migrate']);
	shop.rows('insert into book values (1), (2)');
	const {code, events} = await run(shop, 'shop:count', 'books', '--dry-run');
	assert.equal(code, 0);
	assert.deepEqual(events, [
		{type: 'log', level: 'info', text: 'books 1 true shop'},
		{type: 'log', level: 'success', text: '2 found'},
	]);
	await assert.rejects(run(shop, 'shop:count', 'books', '--at-least', '3'), {
		name: 'CommandError',
		code: 'too-few',
	});
	await assert.rejects(run(shop, 'shop:count', 'books', '--at-lest=3'), {
		message: 'Unknown option: --at-lest. Did you mean --at-least?',
		exitCode: 2,
	});
	await assert.rejects(run(shop, 'shop:count', 'books', 'more'), {
		message: 'Unexpected argument: more',
	});
});

test('an app command that is a generator yields events and an exit code; an unanswered question ends with 3', async t => {
	const shop = shopWith(t, {
		'tell.ts': `export default defineCommand({
	summary: 'Tell',
	async *run(_, {log}) {
		log('first');
		yield {type: 'result', value: {told: 1}, text: 'told'};
		return 1;
	},
});`,
		'ask.js': `export default defineCommand({
	summary: 'Ask',
	async run(_, {prompt}) {
		await prompt.confirm('Sure? ');
	},
});`,
		'fail.ts': `export default defineCommand({
	summary: 'Fail',
	async run() {
		throw new TypeError('a bug');
	},
});`,
	});
	assert.deepEqual(await run(shop, 'shop:tell'), {
		code: 1,
		events: [
			{type: 'log', level: 'info', text: 'first'},
			{type: 'result', value: {told: 1}, text: 'told'},
		],
	});
	await assert.rejects(run(shop, 'shop:ask'), {
		message: 'An answer is needed: Sure?',
		exitCode: 3,
	});
	await assert.rejects(run(shop, 'shop:fail'), (error: Error) => {
		assert.equal(error.name, 'TypeError');
		return /shop\/commands\/fail\.ts\S*:6:/.test(error.stack!);
	});
});

test('^C aborts an app command that listens for it', async t => {
	const {root} = shopWith(t, {
		'wait.ts': `export default defineCommand({
	summary: 'Wait',
	async run(_, {signal}) {
		signal.throwIfAborted();
		await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
	},
});`,
	});
	const controller = new AbortController();
	const waiting = runUntil(controller.signal, root, ['shop:wait']);
	const refused = assert.rejects(waiting, {message: 'Operation cancelled.', exitCode: 130});
	controller.abort();
	await refused;
});

test('a typo gets a suggestion, in app commands as in built-in ones', async t => {
	const shop = shopWith(t, {'count.ts': count});
	const told = async (name: string) => {
		let message = '';
		await assert.rejects(findCommand(name, shop.root), (error: Error & {exitCode: number}) => {
			message = error.message;
			return error.exitCode === 2;
		});
		return message;
	};
	assert.equal(await told('shop:cuont'), "Unknown command: 'shop:cuont'. Did you mean shop:count?");
	assert.equal(await told('shp:count'), "Unknown command: 'shp:count'. Did you mean shop:count?");
	assert.equal(await told('count'), "Unknown command: 'count'. Did you mean shop:count?");
	assert.equal(await told('migrat'), "Unknown command: 'migrat'. Did you mean migrate?");
});

test('help lists an app’s commands under its label and describes each', async t => {
	const shop = shopWith(t, {
		'count.ts': count,
		'broken.ts': 'export default defineCommand({summary: ',
		'_rows.ts': 'export const rows = [];',
		'count.test.ts': 'throw new Error();',
		'handlers.ts': 'export class CountHandler {}',
	});
	const listed = await listCommands(shop.root);
	assert.deepEqual(
		listed.filter(({group}) => group === 'shop').map(({name}) => name),
		['shop:broken', 'shop:count'],
	);
	assert.match(
		helpOfAll(listed),
		/\nshop\n {2}shop:broken .*cannot be loaded: shop\/commands\/broken\.ts:/,
	);
	assert.match(helpOfAll(listed), /\n {2}shop:count {8}Count the books\n/);
	const [value, text] = helpOf(await findCommand('shop:count', shop.root));
	assert.equal(
		text.slice(0, text.indexOf('\n\nGlobal options')),
		`Usage: quarterdeck shop:count OF

Count the books.

Arguments
  OF  what to count: books, orders

Options
  --at-least N     fail below (default: 1)
  --format FORMAT  how to say it (long, short)
  --dry-run        count nothing`,
	);
	assert.deepEqual((value as {options: object[]}).options.at(-1), {
		name: 'dry-run',
		type: 'boolean',
		value: undefined,
		help: 'count nothing',
	});
	await assert.rejects(findCommand('shop:handlers', shop.root), {
		message: 'shop/commands/handlers.ts exports no command.',
	});
});

test('a command line writes one JSON object a line and help as data, and a bug keeps its stack', async t => {
	const shop = shopWith(t, {
		'count.ts': count,
		'note.ts':
			"export default defineCommand({summary: 'Note', journal: true, run: (_, {log}) => log('noted')});",
		'fail.ts':
			"export default defineCommand({summary: 'Fail', run() { throw new TypeError('a bug'); }});",
	});
	await shop.run(['shop:note']);
	const [journal] = globSync(path.join(shop.root, '.quarterdeck/runs/*.ndjson'));
	assert.match(readFileSync(journal!, 'utf8'), /"command":"shop:note".*\n.*"text":"noted"/);
	const {stdout} = await shop.run(['help', '--json']);
	const {commands} = JSON.parse(stdout);
	assert.deepEqual(commands.at(-3), {
		name: 'shop:count',
		group: 'shop',
		summary: 'Count the books',
	});
	const bug = await quarterdeck(shop.root, ['shop:fail']);
	assert.equal(bug.code, 1);
	assert.match(bug.stderr, /TypeError: a bug\n {4}at .*shop\/commands\/fail\.ts/);
	const usage = await shop.run(['shop:count', '--json'], 2);
	const error = JSON.parse(usage.stdout);
	assert.deepEqual([error.type, error.message], ['error', 'OF is missing.']);
});

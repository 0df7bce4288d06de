import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {cliInShell} from '../support/project.ts';
import {makeShop, type Shop} from '../support/shop.ts';

/** A shop whose app has this command, `shop:work`, which leaves a timer behind. */
function shopThat(test: TestContext, work: string): Shop {
	const shop = makeShop(test);
	shop.entities(
		"export const Book = defineEntity({name: 'Book', properties: {id: p.integer().primary()}});",
	);
	mkdirSync(path.join(shop.root, 'shop/commands'));
	writeFileSync(
		path.join(shop.root, 'shop/commands/work.ts'),
		`import {writeFileSync} from 'node:fs';
import {CommandError, defineCommand} from 'quarterdeck';

export default defineCommand({
	summary: 'Work',
	async run(_, {log}) {
		setInterval(() => {}, 1000);
		${work}
	},
});
`,
	);
	return shop;
}

/** What a shell says of it, its exit code last; killed when it does not end. */
function shell({root}: Shop, line: string): string {
	const asFunction = `quarterdeck() { ${cliInShell} "$@"; }`;
	const {stdout} = spawnSync(
		'timeout',
		['-s', 'KILL', '100', 'bash', '-c', `${asFunction}\n${line}; echo "ended: $?"`],
		{
			cwd: root,
			encoding: 'utf8',
		},
	);
	return stdout;
}

test('a command that leaves a timer behind still ends with its exit code', t => {
	const shop = shopThat(
		t,
		"log('done'); if (process.env.FAILS) throw new CommandError('No.', {code: 'no'});",
	);
	assert.equal(shell(shop, 'quarterdeck shop:work'), 'done\nended: 0\n');
	assert.equal(shell(shop, 'FAILS=1 quarterdeck shop:work 2>&1'), 'done\nError: No.\nended: 1\n');
});

test('check ends although a check leaves a timer behind', t => {
	const shop = shopThat(t, '');
	writeFileSync(
		path.join(shop.root, 'shop/checks.ts'),
		`import {defineChecks} from 'quarterdeck';

setInterval(() => {}, 1000);
export default defineChecks(() => []);
`,
	);
	writeFileSync(path.join(shop.root, 'urls.ts'), 'export default [];\n');
	assert.match(shell(shop, 'quarterdeck check'), /ended: 0\n$/);
});

test('a slow reader of a pipe gets everything, and one that leaves ends the command', t => {
	const lines = 4000;
	const shop = shopThat(
		t,
		`for (let line = 0; line < ${lines}; line++) log('x'.repeat(1000));
		writeFileSync('ended', '');`,
	);
	const slow =
		'for try in {1..500}; do test -e ended && break; sleep 0.02; done; test -e ended && wc -l';
	assert.equal(shell(shop, `quarterdeck shop:work --json | (${slow})`), `${lines}\nended: 0\n`);
	assert.equal(shell(shop, 'quarterdeck shop:work --json | true'), 'ended: 0\n');
});

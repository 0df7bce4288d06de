import assert from 'node:assert/strict';
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {commandLine} from '../../support/command-line.ts';
import {makeShopOfItems} from '../../support/shop.ts';

const journal = `${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}-abcdef`;

/** All files of the state folder that are read again. */
const files = [
	...['server.json', 'status.json', 'server.lock', 'server.log', 'history.ndjson', 'ctl.sock'],
	...[
		'readings.json',
		'compared.json',
		'applied.ndjson',
		'migrate.json',
		'migrate.lock',
		'shell-history',
	],
	...[
		'operators/1.json',
		`runs/${journal}.ndjson`,
		`runs/${journal}.stderr`,
		'backups/2026-11-24T07-12-05.000Z-x',
	],
];

const contents: Record<string, string | Buffer | undefined> = {
	null: 'null',
	'{}': '{}',
	'[]': '[]',
	'a text': '"text"',
	nothing: '',
	bytes: Buffer.from([0xff, 0, 0xfe, 0x80, 10, 0]),
	'half of an object': '{"v":1,"type":"run-started","pid":1,"run":',
	'null in a line': 'null\n{}\n[]\n"x"\n',
	'wrong types':
		'{"v":1,"runner":{"pid":"x"},"children":{},"apps":1,"root":2,"type":"run-started","at":5,"user":{},"pid":1,"since":7}\n',
	'a folder': undefined,
};

for (const [what, content] of Object.entries(contents)) {
	test(`with ${what} in each state file, every command ends as without them`, async t => {
		const shop = makeShopOfItems(t);
		const state = path.join(shop.root, '.quarterdeck');
		const damage = () => {
			for (const name of files) {
				const file = path.join(state, name);
				rmSync(file, {recursive: true, force: true});
				mkdirSync(content === undefined ? file : path.dirname(file), {
					recursive: true,
					mode: 0o700,
				});
				if (content !== undefined) writeFileSync(file, content);
			}
		};
		const commands: [words: string[], code: number][] = [
			[['migrate', '--noinput'], 0],
			[['showmigrations'], 0],
			[['log'], 0],
			[['status', '--json'], 1],
			[['stopserver'], 0],
			[['stopserver', '--force', '--noinput'], 0],
			[['migrate', '--restore', '--noinput'], 3],
		];
		for (const [words, code] of commands) {
			damage();
			const outcome = await commandLine(shop.root, words);
			const where = `${words.join(' ')}: ${outcome.stdout}${outcome.stderr}`;
			assert.doesNotMatch(outcome.stdout + outcome.stderr, /^ +at |undefined|TypeError/m, where);
			if (content === undefined) continue;
			assert.equal(outcome.code, code, where);
		}
	});
}

import assert from 'node:assert/strict';
import {globSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {commandLine} from '../../support/command-line.ts';
import {breakDisk, type Fault} from '../../support/failing-disk.ts';
import {temporaryFolder} from '../../support/project.ts';
import {customers, makeShop} from '../../support/shop.ts';

/** Each command that writes files of the project. */
const commands: Record<string, {words: string[]; root(t: TestContext): Promise<string>}> = {
	startproject: {words: ['startproject', 'books'], root: async t => temporaryFolder(t)},
	startapp: {words: ['startapp', 'books'], root: async t => makeShop(t).root},
	makemigrations: {
		words: ['makemigrations'],
		async root(t) {
			const shop = makeShop(t, customers('name: p.string()'));
			await shop.run(['makemigrations']);
			shop.entities(customers('name: p.string(), city: p.string().nullable()'));
			return shop.root;
		},
	},
	squashmigrations: {
		words: ['squashmigrations', 'shop', '0002', '--noinput'],
		async root(t) {
			const shop = makeShop(t, customers('name: p.string()'));
			await shop.run(['makemigrations']);
			shop.entities(customers('name: p.string(), city: p.string().nullable()'));
			await shop.run(['makemigrations']);
			return shop.root;
		},
	},
};

const faults: Omit<Fault, 'of'>[] = [
	{at: 'open', code: 'EROFS'},
	{at: 'short', code: 'ENOSPC'},
	{at: 'sync', code: 'EIO', after: 1},
	{at: 'rename', code: 'ENOSPC', after: 1},
	{at: 'sync-folder', code: 'EIO'},
];

for (const [name, {words, root: make}] of Object.entries(commands)) {
	test(`${name} on a disk that fails changes nothing and says why`, async t => {
		const root = await make(t);
		const before = contentsOf(root);
		for (const fault of faults) {
			const disk = breakDisk(t, {...fault, of: /^(?!.*\.quarterdeck)/});
			const {code, stdout, stderr} = await commandLine(root, words);
			disk.mend();
			assert.ok(disk.failures > 0, fault.at);
			assert.equal(code, 1, stderr);
			assert.doesNotMatch(stdout, /written|[Cc]reated|Registered|Migrations for/);
			const sentence = new RegExp(
				`^Error: /.* cannot be written: .*\\(${fault.code}\\)\\.\nNothing was written\\. .*\n$`,
			);
			assert.match(stderr, sentence);
			assert.deepEqual(contentsOf(root), before, fault.at);
		}
		const {code, stderr} = await commandLine(root, words);
		assert.equal(code, 0, stderr);
		assert.notDeepEqual(contentsOf(root), before);
	});
}

/** The text of each file, and the folders. */
function contentsOf(root: string): Record<string, string | undefined> {
	const names = globSync('{*,*/*,*/*/*,*/migrations/.*,.[!q]*,*/.[!q]*}', {
		cwd: root,
		exclude: ['node_modules', '.quarterdeck'],
	});
	return Object.fromEntries(
		names.sort().map(name => {
			const file = path.join(root, name);
			return [name, statSync(file).isFile() ? readFileSync(file, 'utf8') : undefined];
		}),
	);
}

import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {commandLine} from '../../support/command-line.ts';
import {breakDisk, faults} from '../../support/failing-disk.ts';
import {makeShop, makeShopOfItems, type Shop} from '../../support/shop.ts';

const warning = /^This run is not recorded.*\.$/gm;

/** What stands where the state folder should be. */
const obstacles: Record<string, (folder: string) => void> = {
	'a file': folder => writeFileSync(folder, 'mine'),
	'a dangling link': folder => symlinkSync('/nowhere/at/all', folder),
	'a folder with a file for its journals': folder => {
		mkdirSync(folder);
		writeFileSync(path.join(folder, 'runs'), '');
	},
};

for (const [what, put] of Object.entries(obstacles)) {
	test(`with ${what} in the place of the state, commands run and say so once`, async t => {
		const shop = makeShopOfItems(t);
		put(path.join(shop.root, '.quarterdeck'));
		await runs(shop);
	});
}

for (const fault of [...faults, {at: 'mkdir', code: 'ENOSPC'} as const]) {
	test(`with ${fault.code} at ${fault.at} of the state, commands run and say so once`, async t => {
		const shop = makeShopOfItems(t);
		const isNoticed = !['sync', 'sync-folder', 'rename'].includes(fault.at);
		breakDisk(t, {...fault, of: /\.quarterdeck/});
		await runs(shop, isNoticed);
	});
}

/** A command that succeeds, one that refuses and one that fails, each with its own exit code. */
async function runs(shop: Shop, isNoticed = true): Promise<void> {
	const migrated = await commandLine(shop.root, ['migrate', '--noinput']);
	assert.equal(migrated.code, 0, migrated.stderr);
	assert.match(migrated.stdout, /Applying shop\.0002_row\.\.\. OK/);
	assert.deepEqual(shop.rows('select name from mikro_orm_migrations').length, 2);
	const wrong = await commandLine(shop.root, ['migrate', 'nothing', '--noinput']);
	assert.equal(wrong.code, 2);
	assert.match(wrong.stderr, /^Error: No installed app/m);
	const unanswered = await commandLine(shop.root, ['migrate', 'shop', 'zero', '--noinput']);
	assert.equal(unanswered.code, 3, unanswered.stderr);
	for (const {stdout, stderr} of [migrated, wrong, unanswered]) {
		assert.equal(stderr.match(warning)?.length ?? 0, isNoticed ? 1 : 0, stderr);
		assert.doesNotMatch(stdout + stderr, /^ +at /m);
	}
	const status = await commandLine(shop.root, ['status']);
	assert.match(status.stdout, /Server: (?:stopped|unknown, .*is not a folder)/);
}

test('lines that do not fit are left out as a whole, and a later run is recorded', async t => {
	const shop = makeShop(t);
	await shop.run(['migrate']);
	const history = path.join(shop.root, '.quarterdeck/history.ndjson');
	writeFileSync(history, `${readFileSync(history, 'utf8')}{"at":"2026-11-2`);
	const disk = breakDisk(t, {at: 'short', code: 'ENOSPC', of: /ndjson$/});
	await shop.run(['migrate']);
	disk.mend();
	await shop.run(['migrate']);
	const lines = readFileSync(history, 'utf8').trim().split('\n');
	assert.equal(lines.length, 3);
	for (const line of [lines[0]!, lines[2]!]) assert.equal(JSON.parse(line).command, 'migrate');
});

test('with --json the warning is on stderr, and stdout has events only', async t => {
	const shop = makeShopOfItems(t);
	writeFileSync(path.join(shop.root, '.quarterdeck'), '');
	const {code, stdout, stderr} = await commandLine(shop.root, ['migrate', '--json']);
	assert.equal(code, 0);
	for (const line of stdout.trim().split('\n')) assert.ok(JSON.parse(line).type);
	assert.match(stderr, /^This run is not recorded: .*\n$/);
});

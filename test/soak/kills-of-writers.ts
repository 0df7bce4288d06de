/**
 * kill -9 at a random moment of makemigrations and createsuperuser: no file is cut, nothing is there by
 * half, and the next run finishes or says what is missing.
 *
 *     node --import=./test/support/setup.js test/soak/kills-of-writers.ts --rounds 100 --seed 1
 */
import assert from 'node:assert/strict';
import {once} from 'node:events';
import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {setTimeout as delay} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import {readMigration} from '../../source/migrations/files/reading.ts';
import {tutorialProject} from '../support/application.ts';
import {quarterdeck, startQuarterdeck} from '../support/command.ts';
import {inRound} from '../support/round.ts';
import {customers, makeShop} from '../support/shop.ts';

const {values} = parseArgs({
	options: {rounds: {type: 'string', default: '100'}, seed: {type: 'string', default: '1'}},
});
const rounds = Number(values.rounds);
let state = Number(values.seed);

/** 0 to 1, the same ones for the same seed. */
function random(): number {
	state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
	return state / 2_147_483_648;
}

const password = {QUARTERDECK_SUPERUSER_PASSWORD: 'a-long-and-unusual-password'};

type Round = Parameters<Parameters<typeof inRound>[0]>[0];

/** @returns whether it ended before it was killed */
async function killed(round: Round, root: string, words: string[], span: number): Promise<boolean> {
	const child = startQuarterdeck(round, root, words, {...process.env, ...password});
	const ended = once(child, 'close');
	await Promise.race([ended, delay(random() * span)]);
	child.kill('SIGKILL');
	const [code] = await ended;
	return code === 0;
}

async function killMake(round: Round): Promise<string> {
	const shop = makeShop(round, customers('name: p.string()'));
	const isDone = await killed(round, shop.root, ['makemigrations'], 1500);
	const files = globSync('shop/migrations/{*.ts,.snapshot.*.json}', {cwd: shop.root});
	for (const file of files) {
		const text = readFileSync(path.join(shop.root, file), 'utf8');
		if (file.endsWith('.json')) JSON.parse(text);
		else assert.ok(readMigration(text, file).literal, `${file} is cut`);
	}
	if (isDone) assert.equal(files.length, 2);
	const next = await quarterdeck(shop.root, ['makemigrations']);
	if (next.code !== 0) {
		assert.match(next.stderr, /^Error: .*snapshot/);
		return 'told';
	}
	assert.equal((await quarterdeck(shop.root, ['migrate'])).code, 0);
	assert.equal((await quarterdeck(shop.root, ['makemigrations', '--check'])).code, 0);
	return isDone ? 'done' : 'finished later';
}

async function killSuperuser(round: Round): Promise<string> {
	const root = tutorialProject(round);
	assert.equal((await quarterdeck(root, ['migrate'])).code, 0);
	const words = ['createsuperuser', '--noinput', '--username', 'ada'];
	const isDone = await killed(round, root, words, 1500);
	const usersOf = () => {
		const database = new DatabaseSync(path.join(root, 'db.sqlite3'));
		const users = database.prepare('select username, password, is_superuser from auth_user').all();
		database.close();
		return users as {username: string; password: string; is_superuser: number}[];
	};
	const users = usersOf();
	if (isDone) assert.equal(users.length, 1);
	for (const user of users) assert.match(`${user.password} ${user.is_superuser}`, /^\S{50,} 1$/);
	const next = await quarterdeck(root, [...words, '--if-missing'], {
		env: password,
	});
	assert.equal(next.code, 0, next.stderr);
	assert.equal(usersOf().length, 1);
	return isDone ? 'done' : users.length === 1 ? 'there without a word' : 'finished later';
}

let all = 0;
for (const [name, kill] of Object.entries({
	makemigrations: killMake,
	createsuperuser: killSuperuser,
})) {
	const outcomes: Record<string, number> = {};
	let failures = 0;
	for (let number = 0; number < rounds; number++) {
		try {
			await inRound(async round => {
				const outcome = await kill(round);
				outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
			});
		} catch (error) {
			failures++;
			console.log(`${name}, round ${number}: ${error instanceof Error ? error.message : error}`);
		}
	}
	console.log(`${name}: ${rounds} kills, ${failures} failed, ${JSON.stringify(outcomes)}`);
	all += failures;
}
process.exitCode = all > 0 ? 1 : 0;

/**
 * Commands on a nearly full disk, with few files that may be opened, and with a small heap: whatever
 * fails, nothing that was reported is missing, nothing that was there is lost, and no file is cut.
 * The full disk is a small tmpfs, which only root can mount.
 *
 *     node --import=tsx test/soak/faults.ts --rounds 100   (--seed 1, --only disk|files|heap)
 */
import {execFileSync} from 'node:child_process';
import {globSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {parseArgs} from 'node:util';
import {type Outcome, runProgram} from '../support/command.ts';
import {cliFile, copyFixture} from '../support/project.ts';
import {inRound} from '../support/round.ts';
import {request} from '../support/server.ts';

const {values} = parseArgs({
	options: {
		rounds: {type: 'string', default: '100'},
		seed: {type: 'string', default: '1'},
		only: {type: 'string', default: 'disk,files,heap'},
	},
});
let state = Number(values.seed);

/** 0 to 1, the same ones for the same seed. */
function random(): number {
	state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
	return state / 2_147_483_648;
}

interface Fault {
	name: string;
	/** Where projects are copied to. */
	folder: string;
	/** What to run before each command, with the program and its words behind it. */
	before(root: string): string[];
	/** Takes the fault away, so that what is left can be read. */
	after(root: string): void;
	environment?: NodeJS.ProcessEnv;
	end(): void;
}

const makers: Record<string, () => Fault> = {
	disk() {
		const folder = mkdtempSync(path.join(tmpdir(), 'quarterdeck-disk-'));
		execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
		const filler = path.join(folder, 'filler');
		return {
			name: 'full disk',
			folder,
			before() {
				const {bavail, bsize} = statfsSync(folder);
				const free = Math.floor(random() * 12) * bsize;
				writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - free)));
				return [];
			},
			after: () => rmSync(filler, {force: true}),
			end() {
				execFileSync('umount', ['-l', folder]);
				rmSync(folder, {recursive: true});
			},
		};
	},
	files: () => ({
		name: 'few open files',
		folder: tmpdir(),
		before: () => ['sh', '-c', `ulimit -n ${22 + Math.floor(random() * 22)}; exec "$@"`, 'sh'],
		after() {},
		end() {},
	}),
	heap: () => ({
		name: '64 MB heap',
		folder: tmpdir(),
		before: () => [],
		after() {},
		environment: {NODE_OPTIONS: '--max-old-space-size=64'},
		end() {},
	}),
};

const counts = ['false OKs', 'lost rows', 'half-written files', 'left copies', 'stacks'] as const;
type Counts = Record<(typeof counts)[number], number>;

/** One project, from its first migration to a server, each command with the fault. */
async function round(fault: Fault, found: Counts): Promise<void> {
	await inRound(async test => {
		const before = process.env.TMPDIR;
		process.env.TMPDIR = fault.folder;
		const root = copyFixture(test, 'tutorial');
		if (before === undefined) delete process.env.TMPDIR;
		else process.env.TMPDIR = before;
		test.after(() =>
			runProgram(root, [process.execPath, cliFile, 'stopserver', '--force', '--noinput'], {}),
		);
		const rows = new Set<string>();
		const run = async (
			words: string[],
			verify: (outcome: Outcome) => Promise<boolean> | boolean,
		) => {
			const prefix = fault.before(root);
			const program = [...prefix, process.execPath, cliFile, ...words];
			const env = {...fault.environment, QUARTERDECK_SUPERUSER_PASSWORD: 'correct-horse-battery'};
			const outcome = await runProgram(root, program, {env});
			fault.after(root);
			if (!(await verify(outcome))) report(found, 'false OKs', words, outcome);
			// Node itself gives up without a file of its own, and without memory.
			const isOurs = !/FATAL ERROR|node:internal\/modules\/run_main/.test(outcome.stderr);
			if (isOurs && /^ {4}at /m.test(outcome.stdout + outcome.stderr))
				report(found, 'stacks', words, outcome);
			const now = rowsIn(root);
			if ([...rows].some(row => !now.has(row))) report(found, 'lost rows', words, outcome);
			for (const row of now) rows.add(row);
			if (cutFiles(root).length > 0) report(found, 'half-written files', words, outcome);
			const copies = globSync('**/*.tmp', {cwd: root, exclude: ['node_modules']});
			if (copies.length > 0) report(found, 'left copies', words, outcome);
		};
		const applied = ({stdout}: Outcome) =>
			[...stdout.matchAll(/Applying (\S+)\.\.\. OK/g)].every(([, id]) =>
				rowsIn(root).has(`migration ${id}`),
			);
		for (const words of [['makemigrations'], ['migrate'], ['makemigrations'], ['migrate']]) {
			await run(words, outcome =>
				words[0] === 'migrate'
					? applied(outcome)
					: outcome.code !== 0 || globSync('accounts/migrations/0*.ts', {cwd: root}).length === 1,
			);
		}
		for (const name of ['ann', 'bob']) {
			await run(
				['createsuperuser', '--noinput', '--username', name, '--email', `${name}@example.org`],
				({code}) => code !== 0 || rowsIn(root).has(`user ${name}`),
			);
		}
		await run(['runserver', '0', '--detach'], async ({code, stdout}) => {
			const url = /running at (\S+)/.exec(stdout)?.[1];
			return (
				code !== 0 ||
				(url !== undefined && (await request(url).catch(() => undefined)) !== undefined)
			);
		});
		await run(['stopserver'], () => true);
	});
}

function report(
	found: Counts,
	what: keyof Counts,
	words: string[],
	{code, stdout, stderr}: Outcome,
): void {
	found[what]++;
	console.error(`${what}: ${words.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
}

/** What is committed: `migration accounts.0001_initial`, `user ann`. */
function rowsIn(root: string): Set<string> {
	const rows = new Set<string>();
	let database: DatabaseSync | undefined;
	const read = (kind: string, sql: string) => {
		for (const {name} of database!.prepare(sql).all()) rows.add(`${kind} ${name}`);
	};
	try {
		database = new DatabaseSync(path.join(root, 'db.sqlite3'), {readOnly: true});
		read('migration', 'select name from mikro_orm_migrations');
		read('user', 'select username as name from auth_user');
	} catch {
		// Not made yet.
	} finally {
		database?.close();
	}
	return rows;
}

/** Migrations and snapshots that are not whole. */
function cutFiles(root: string): string[] {
	const files = globSync('*/migrations/{*.ts,.snapshot.*.json}', {cwd: root});
	return files.filter(file => {
		const text = readFileSync(path.join(root, file), 'utf8');
		try {
			if (file.endsWith('.json')) JSON.parse(text);
			return !text.endsWith('}\n');
		} catch {
			return true;
		}
	});
}

console.log(`| fault | rounds | ${counts.join(' | ')} |`);
console.log(`|---|---|${counts.map(() => '---|').join('')}`);
for (const name of values.only.split(',')) {
	const fault = makers[name]!();
	const found = Object.fromEntries(counts.map(count => [count, 0])) as Counts;
	try {
		for (let number = 0; number < Number(values.rounds); number++) await round(fault, found);
	} finally {
		fault.end();
	}
	console.log(
		`| ${fault.name} | ${values.rounds} | ${counts.map(count => found[count]).join(' | ')} |`,
	);
	if (counts.some(count => found[count] > 0)) process.exitCode = 1;
}

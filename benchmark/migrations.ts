/**
 * The migration engine beside its peers: whole processes, in turn, in one run, so that a slow machine
 * slows all of them. Projects are generated in a temporary folder, peers are installed there from the
 * npm registry; nothing of it stays.
 *
 *     npm run benchmark:migrations [ROUNDS] [first|changed|nothing|whole|version|apply|status …]
 *
 * The last column compares the least CPU of all rounds, which repeats best on a busy machine.
 */
import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {median, type Time, timed} from './measure.ts';
import {django, djangoVersion} from './peers/django.ts';
import {drizzle} from './peers/drizzle.ts';
import {floor} from './peers/floor.ts';
import {knex} from './peers/knex.ts';
import {mikroOrm} from './peers/mikro-orm.ts';
import {type Job, type Peer, type Row, rows} from './peers/peer.ts';
import {quarterdeck} from './peers/quarterdeck.ts';
import {write} from './peers/shape.ts';

const pinned = {
	'better-sqlite3': '13.0.3',
	'drizzle-kit': '0.31.11',
	'drizzle-orm': '0.45.4',
	knex: '3.3.0',
};

const [rounds = 9, ...wanted] = process.argv.slice(2).map(word => Number(word) || word);
const shared = '/dev/shm';
const folder = mkdtempSync(
	path.join(existsSync(shared) ? shared : tmpdir(), 'quarterdeck-benchmark-'),
);
process.env.XDG_CACHE_HOME = path.join(folder, 'cache');
process.on('exit', () => rmSync(folder, {recursive: true, force: true}));

const peers = preparedPeers();
for (const [row, title] of Object.entries(rows) as [Row, string][]) {
	if (wanted.length > 0 && !wanted.includes(row)) continue;
	const jobs = peers.flatMap(({name, jobs}) => (jobs[row] ? [{name, job: jobs[row]}] : []));
	report(title, jobs, measured(jobs));
}

function preparedPeers(): Peer[] {
	const modules = installed();
	const prepared = quarterdeck(place('quarterdeck'));
	prepared.push(mikroOrm(place('mikro-ts'), 'ts'), mikroOrm(place('mikro-js'), 'js'));
	if (modules) {
		prepared.push(drizzle(path.join(folder, 'npm/drizzle'), modules));
		prepared.push(knex(path.join(folder, 'npm/knex'), modules));
	}
	if (djangoVersion()) prepared.push(django(place('django')));
	else
		console.log(
			"Django is left out: /usr/bin/python3 has none ('apt-get install python3-django').",
		);
	prepared.push(floor(place('floor')));
	return prepared;
}

function place(name: string): string {
	const at = path.join(folder, name);
	mkdirSync(at);
	return at;
}

/** @returns the folder of the packages; undefined where the registry cannot be reached */
function installed(): string | undefined {
	const at = place('npm');
	write(at, 'package.json', JSON.stringify({private: true, dependencies: pinned}));
	try {
		execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], {
			cwd: at,
			stdio: 'pipe',
		});
		return path.join(at, 'node_modules');
	} catch (error) {
		console.log(
			`drizzle-kit and Knex are left out: npm install failed. ${String(error).split('\n')[0]}`,
		);
		return undefined;
	}
}

/** In turn, after a round that does not count. */
function measured(jobs: {name: string; job: Job}[]): Time[][] {
	const times: Time[][] = jobs.map(() => []);
	for (let round = 0; round <= Number(rounds); round++) {
		for (const [index, {name, job}] of jobs.entries()) {
			job.prepare();
			const finished = timed(job.words, job.cwd, job.env);
			if (!job.isDone(finished))
				throw new Error(`${name} did not do its work:\n${finished.stdout}`);
			if (round > 0) times[index]!.push(finished);
		}
	}
	return times;
}

function report(title: string, jobs: {name: string; job: Job}[], times: Time[][]): void {
	const all = (index: number, what: keyof Time) => times[index]!.map(time => time[what]);
	const of = (index: number, what: keyof Time) => median(all(index, what));
	const least = (index: number) => Math.min(...all(index, 'cpu'));
	const column = (value: number, digits = 0) => value.toFixed(digits).padStart(8);
	console.log(
		`\n${`${title} (median of ${rounds})`.padEnd(62)} wall ms  cpu ms cpu min   ratio   cpu r.`,
	);
	for (const [index, {name, job}] of jobs.entries()) {
		const label = `  ${name}${job.remark ? `, ${job.remark}` : ''}`.padEnd(60);
		const figures = [
			column(of(index, 'wall')),
			column(of(index, 'cpu')),
			column(least(index)),
			column(of(index, 'wall') / of(0, 'wall'), 2),
			column(least(index) / least(0), 2),
		];
		console.log(label, figures.join(''));
	}
}

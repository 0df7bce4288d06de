import assert from 'node:assert/strict';
import {existsSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {isMysqlFamily} from '../../../source/project/database/dialect.ts';
import {quarterdeck, startQuarterdeck} from '../../support/command.ts';
import {temporaryFolder} from '../../support/project.ts';
import {skipWithout} from '../../support/requires.ts';
import {isThere, makeDatabase, type Server, servers} from '../../support/servers.ts';
import {makeShop} from '../../support/shop.ts';
import {until} from '../../support/wait.ts';

const password = `p"a:s\\s' #w;ö`;

const says = {
	postgresql: {
		who: ['-tAc', 'select current_user'],
		wait: ['-c', 'select pg_sleep(60)'],
		create: (user: string) => [
			`create role ${user} login password '${password.replaceAll("'", "''")}'`,
			`drop role ${user}`,
		],
	},
	mysql: {
		// Without column names, because the file in the home folder says so.
		who: ['-e', 'select substring_index(current_user(), "@", 1)'],
		wait: ['-e', 'select sleep(60)'],
		create: (user: string) => [
			`create user ${user}@'%' identified by '${password.replaceAll(/['\\]/g, sign => `\\${sign}`)}'`,
			`drop user ${user}@'%'`,
		],
	},
};

const saysTo = (driver: Server['driver']) => says[isMysqlFamily(driver) ? 'mysql' : driver];

for (const server of servers) {
	const {driver, host, port} = server;
	const skip = skipWithout(`a ${driver} server at ${host}:${port}`, isThere(server));

	test(`${driver}: the client logs in, and its password is not visible to others`, {
		skip,
	}, async t => {
		const {who} = saysTo(driver);
		const {root, user} = await shopWithPassword(t, server);
		const {stdout, stderr} = await quarterdeck(root, ['dbshell', '--', ...who], {
			env: {HOME: homeWithDiversions(t), PGSERVICE: 'elsewhere', PGPASSWORD: 'wrong'},
		});
		assert.deepEqual([stdout, stderr], [`${user}\n`, '']);

		const {shell, client} = await waitingShell(t, root, driver);
		for (const pid of [shell.pid!, client]) {
			assert.doesNotMatch(tell(pid, 'cmdline') + tell(pid, 'environ'), /p"a:s|%22a/);
		}
		const file = await passwordFileOf(client);
		assert.equal(statSync(file).mode & 0o777, 0o600);
		assert.equal(statSync(path.dirname(file)).mode & 0o777, 0o700);
		assert.match(readFileSync(file, 'utf8'), /ö/);
		shell.kill('SIGTERM');
		await new Promise(resolve => shell.once('close', resolve));
		assert.equal(existsSync(path.dirname(file)), false);
	});

	test(`${driver}: a terminal that hangs up leaves no password behind`, {skip}, async t => {
		const {root} = await shopWithPassword(t, server);
		const {shell, client} = await waitingShell(t, root, driver);
		const file = await passwordFileOf(client);
		shell.kill('SIGHUP');
		const signal = await new Promise(resolve => shell.once('exit', (_, signal) => resolve(signal)));
		assert.deepEqual([signal, existsSync(file)], ['SIGHUP', false]);
	});
}

/** A shell whose client waits for the database; it has the shell's output, and may outlive it. */
async function waitingShell(t: TestContext, root: string, driver: Server['driver']) {
	const shell = startQuarterdeck(t, root, ['dbshell', '--', ...saysTo(driver).wait]);
	const client = await until('the client waits for the database', () => childOf(shell.pid!));
	t.after(() => {
		if (isDatabaseClient(client)) process.kill(client, 'SIGKILL');
	});
	return {shell, client};
}

/** While a process becomes another program, it tells nothing of itself. */
function passwordFileOf(client: number): Promise<string> {
	return until('the client has its options', () => {
		const told = tell(client, 'environ') + tell(client, 'cmdline');
		return /(?:PGPASSFILE=|--defaults-file=)([^\0]+)/.exec(told)?.[1];
	});
}

/** Preferences that are kept, and a password that is not this project's. */
function homeWithDiversions(t: TestContext): string {
	const home = temporaryFolder(t);
	writeFileSync(
		path.join(home, '.my.cnf'),
		'[client]\npassword=wrong\n[mysql]\nskip-column-names\nhost=192.0.2.1\n',
	);
	return home;
}

async function shopWithPassword(t: TestContext, server: Server) {
	// Before the database and its connection are gone: hooks run in the order in which they were given.
	let dropUser: () => Promise<unknown> = async () => undefined;
	t.after(() => dropUser());
	const {name, rows} = await makeDatabase(t, server);
	const {driver, host, port} = server;
	const user = `qd_${process.pid}_${Date.now().toString(36)}`;
	const [create, drop] = saysTo(driver).create(user);
	await rows(create!);
	dropUser = () => rows(drop!);
	if (isMysqlFamily(driver)) await rows(`grant select on ${name}.* to ${user}@'%'`);
	const {root} = makeShop(t, '', {driver, name, host, port, user, password});
	return {root, user};
}

/** The process id of the one child that has become the client. */
function childOf(parent: number): number | undefined {
	return readdirSync('/proc')
		.filter(name => /^\d+$/.test(name))
		.map(Number)
		.find(pid => {
			const parentOf = tell(pid, 'stat').split(') ')[1]?.split(' ')[1];
			return parentOf === String(parent) && isDatabaseClient(pid);
		});
}

function isDatabaseClient(pid: number): boolean {
	return /\((psql|mariadb|mysql)\)/.test(tell(pid, 'stat'));
}

function tell(pid: number, what: string): string {
	try {
		return readFileSync(`/proc/${pid}/${what}`, 'utf8');
	} catch {
		return '';
	}
}

import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import path from 'node:path';
import type {TestContext} from 'node:test';
import type {EntityManager} from '@mikro-orm/core';
import {importFromProject} from '../../source/project/import/import-source.ts';
import {openProject} from '../../source/project/open/open.ts';
import type {Project} from '../../source/project/project.ts';
import {createKoaApplication} from '../../source/server/web/application.ts';
import {copyFixture} from './project.ts';
import {runCommand} from './run-command.ts';

export interface Site {
	/** `http://127.0.0.1:41234` */
	url: string;
	project: Project;
	/** Everything that was logged so far. */
	log(): string;
}

export interface Wishes {
	/** More lines for `defineSettings({…})`. */
	settings?: string;
	/** False leaves the database as it is before the first migrate. */
	tables?: boolean;
	/** True makes the tables as `migrate` does: slower, and the commands believe that they are there. */
	migrated?: boolean;
	/** A superuser `admin` with this password. */
	password?: string;
	/** The text of the accounts app's views; `home` is at /account/. */
	views?: string;
	prepare?: (root: string) => void;
}

/** Fast enough for a test; the real cost is a setting. */
const quickHash = 'passwordHashCost: 4,';

/** A copy of the tutorial's project, its cost of hashing lowered. @returns its folder */
export function tutorialProject(test: Pick<TestContext, 'after'>, settings = ''): string {
	const root = copyFixture(test, 'tutorial');
	writeFileSync(
		path.join(root, 'settings.ts'),
		`import {defineSettings} from 'quarterdeck';

export default defineSettings({
	apps: ['quarterdeck/auth', 'quarterdeck/sessions', './accounts'],
	database: {driver: 'sqlite', name: 'db.sqlite3'},
	secretKey: 'a-secret-key-of-the-tests-0123456789',
	${quickHash}
	${settings}
});
`,
	);
	return root;
}

/** Works on the project's database with an EntityManager of its own. */
export async function withDatabase<T>(
	project: Project,
	work: (
		em: EntityManager,
		auth: typeof import('../../source/contrib/auth/index.ts'),
	) => Promise<T>,
): Promise<T> {
	const {orm} = await project.access.openOrm(project);
	try {
		return await work(orm.em.fork(), await importFromProject('quarterdeck/auth', project.root));
	} finally {
		await orm.close(true);
	}
}

export async function createTables(project: Project): Promise<void> {
	const {orm} = await project.access.openOrm(project);
	await orm.schema.create();
	await orm.close(true);
}

/** The tutorial's project, listening on a port of its own until the test ends. */
export async function startSite(test: TestContext, wishes: Wishes = {}): Promise<Site> {
	const root = tutorialProject(test, wishes.settings);
	if (wishes.views) writeFileSync(path.join(root, 'accounts/views.ts'), `${wishes.views}\n`);
	wishes.prepare?.(root);
	const project = await openProject(root);
	const isUsual = !wishes.prepare && !/auth|apps|database/.test(wishes.settings ?? '');
	const key = JSON.stringify([isUsual, wishes.migrated, wishes.tables, wishes.password]);
	const file = path.join(root, 'db.sqlite3');
	const made = isUsual ? databases.get(key) : undefined;
	if (made) writeFileSync(file, made);
	else await makeDatabase(project, wishes);
	if (isUsual && existsSync(file)) databases.set(key, readFileSync(file));
	return serve(test, project);
}

/** Databases of sites with the usual entities: a copy takes a fraction of the time. */
const databases = new Map<string, Buffer>();

async function makeDatabase(project: Project, {migrated, tables, password}: Wishes): Promise<void> {
	if (migrated) await runCommand(project.root, 'migrate');
	else if (tables !== false) await createTables(project);
	if (password === undefined) return;
	await withDatabase(project, (em, {createSuperuser}) =>
		createSuperuser(em, project.settings, {username: 'admin', email: '', password}),
	);
}

/** The project as it is, listening on a port of its own until the test ends. */
export async function serve(test: TestContext, project: Project): Promise<Site> {
	let log = '';
	const {app, close} = await createKoaApplication(project, text => {
		log += text;
	});
	const server = createServer(app.callback()).listen(0, '127.0.0.1');
	await new Promise(resolve => server.once('listening', resolve));
	test.after(async () => {
		server.closeAllConnections();
		server.close();
		await close();
	});
	const {port} = server.address() as AddressInfo;
	return {url: `http://127.0.0.1:${port}`, project, log: () => log};
}

import {randomBytes, randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {EntityManager, MikroORM} from '@mikro-orm/core';
import {loadApps} from '../project/apps/app-registry.ts';
import type {Middleware} from '../project/apps/middleware.ts';
import type {Context} from '../project/apps/routes.ts';
import {importFromProject} from '../project/import/import-source.ts';
import {quarterdeckProject} from '../project/open/open.ts';
import {type Project, requireSettings} from '../project/project.ts';
import {locateProject} from '../project/settings/find.ts';
import {loadSettings} from '../project/settings/settings.ts';
import {isHttpError} from '../server/web/answer-errors.ts';
import {createKoaApplication} from '../server/web/application.ts';
import type {TestClientOptions} from './create-test-client.ts';
import {makeTestDatabase, type TestDatabase} from './database.ts';

/** What happens to a request on its way to the view. */
export interface Order {
	/** Whether it gets the token that the visitor's form would have. */
	csrf: boolean;
	/** The name of the user to log in, instead of a view. */
	login?: string;
	/** What the view threw. */
	failure?: {error: unknown};
}

/** Names the order of a request; no other program on this machine knows one. */
const header = 'x-quarterdeck-test';

/** The cheapest hash that bcrypt has; a random key, as a machine that runs tests needs no secrets. */
const forTests = {passwordHashCost: 4, secretKey: randomBytes(32).toString('base64url')};

/** @throws CommandError */
export async function openSite({directory = process.cwd(), settings}: TestClientOptions) {
	const location = locateProject(directory);
	requireSettings(location, 'it has no application of ours to test');
	const all = await loadSettings(location, {...forTests, ...settings, environment: 'test'});
	const apps = await loadApps(all, location.root);
	const database = await makeTestDatabase(quarterdeckProject(location, all, apps));
	try {
		return await Site.start(database);
	} catch (error) {
		await database.drop();
		throw error;
	}
}

/** The application over a test database, on a port of its own that only this machine reaches. */
export class Site {
	readonly url: string;
	readonly #server: Server;
	readonly #orm: MikroORM;
	readonly #database: TestDatabase;
	readonly #orders: Map<string, Order>;
	readonly #pending = new Set<Promise<unknown>>();
	#em: EntityManager;

	private constructor(
		server: Server,
		orm: MikroORM,
		database: TestDatabase,
		orders: Map<string, Order>,
	) {
		this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		this.#server = server;
		this.#orm = orm;
		this.#database = database;
		this.#orders = orders;
		this.#em = orm.em.fork();
	}

	static async start(database: TestDatabase): Promise<Site> {
		const {project} = database;
		const orders = new Map<string, Order>();
		let orm!: MikroORM;
		const access: Project['access'] = {
			...project.access,
			async openOrm(...how) {
				const open = await project.access.openOrm(...how);
				orm = open.orm;
				return open;
			},
		};
		const {app} = await createKoaApplication({...project, access}, () => {}, [
			follow(orders, project),
		]);
		const server = createServer({keepAlive: false}, app.callback());
		// A kept connection would keep the tests' process.
		server.maxRequestsPerSocket = 1;
		server.listen(0, '127.0.0.1').unref();
		await once(server, 'listening');
		return new Site(server, orm, database, orders);
	}

	get em(): EntityManager {
		return this.#em;
	}

	/** @throws what the view throws */
	async answer(order: Order, {url, headers, ...init}: RequestInit & {url: URL}): Promise<Response> {
		const id = randomUUID();
		this.#orders.set(id, order);
		const sent = fetch(url, {...init, redirect: 'manual', headers: {...headers, [header]: id}});
		this.#pending.add(sent);
		try {
			const response = await sent;
			if (order.failure) throw order.failure.error;
			return response;
		} finally {
			this.#pending.delete(sent);
			this.#orders.delete(id);
			this.#em.clear();
		}
	}

	async reset(): Promise<void> {
		await Promise.allSettled(this.#pending);
		await this.#orm.driver.close(true);
		await this.#database.restore();
		await this.#orm.driver.connect();
		this.#em = this.#orm.em.fork();
	}

	async close(): Promise<void> {
		this.#server.closeAllConnections();
		this.#server.close();
		await this.#orm.close(true);
		await this.#database.drop();
	}
}

function follow(orders: Map<string, Order>, {root}: Project): Middleware {
	return async (context, next) => {
		const order = orders.get(context.get(header));
		if (!order) return next();
		delete context.req.headers[header];
		if (order.csrf) context.req.headers['x-csrf-token'] = String(context.templateValues.csrfToken);
		try {
			await (order.login === undefined ? next() : logIn(context, order.login, root));
		} catch (error) {
			if (!isHttpError(error)) order.failure = {error};
			throw error;
		}
	};
}

async function logIn(context: Context, username: string, root: string): Promise<void> {
	const auth = await importFromProject('quarterdeck/auth', root);
	const user = await auth.findUser(context.em, context.settings, username);
	if (!user?.isActive)
		throw new Error(
			user ? `The user '${username}' is not active.` : `There is no user '${username}'.`,
		);
	await auth.logIn(context, user);
	context.status = 204;
}

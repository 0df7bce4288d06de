import type {Settings} from '../project/settings/settings.ts';
import type {TestClient} from './client.ts';

/** Which project a test client is of. */
export interface TestClientOptions {
	/** The project's folder or one below it. Default: the working directory. */
	directory?: string;
	/**
	 * Replaces settings of `settings.ts`, key by key. The environment is always `test`, the secret key a random one,
	 * and the place of the database one of the client's own.
	 */
	settings?: Partial<Omit<Settings, 'environment'>>;
}

/**
 * A client for the project's application on a database of its own, to which all migrations were applied. SQLite and
 * libSQL get a temporary file, PostgreSQL a database named `test_…` beside the project's. The project's database,
 * its `.env` and its server are not touched.
 * @throws CommandError by `code`: `no-project`, `settings`, `migration-failed`, `not-the-test-database` …
 * @example
 * await using client = await createTestClient();
 * assert.equal((await client.get('/')).status, 200);
 */
export async function createTestClient(options: TestClientOptions = {}): Promise<TestClient> {
	const [{openSite}, {TestClient}] = await Promise.all([
		import('./site.ts'),
		import('./client.ts'),
	]);
	return new TestClient(await openSite(options));
}

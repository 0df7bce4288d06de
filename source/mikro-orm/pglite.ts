interface Pglite {
	pglite: any;
	close(): Promise<void>;
}

/**
 * The PGlite that MikroORM makes, with the parsers of its types.
 * @param config a MikroORM Configuration of its own
 */
export async function nativePglite(config: any): Promise<Pglite> {
	const driver = config.getDriver();
	const connection = driver.getConnection();
	// MikroORM does this while discovering entities.
	connection.setPlatform(driver.getPlatform());
	const pglite = await connection.getNativeClient();
	return {
		pglite,
		async close() {
			await driver.close(true);
			// Kysely only closes what it has asked something.
			if (!pglite.closed) await pglite.close();
		},
	};
}

/**
 * Lets MikroORM use an instance that others use as well.
 * @param share called with the first query
 * @returns its options, and what closes the instance with the ORM
 */
export function sharing(given: Record<string, any>, share: () => Promise<Pglite>) {
	let shared: Promise<Pglite> | undefined;
	const pglite = async () => {
		shared ??= share();
		return (await shared).pglite;
	};
	return {
		options: {...given, driverOptions: {...given.driverOptions, pglite}},
		closesWith<T>(orm: T): T {
			const one = orm as {close(force?: boolean): Promise<void>};
			const {close} = one;
			one.close = async force => {
				await close.call(one, force);
				const open = await shared?.catch(() => undefined);
				shared = undefined;
				await open?.close();
			};
			return orm;
		},
	};
}

/**
 * Lets go of a transaction whose connection is lost. Kysely gives a connection back to its pool only after
 * a rollback that succeeds, and a pool that is closed waits for all of its connections. The pools throw a
 * connection away that has ended.
 */
export async function abandon(transaction: any): Promise<void> {
	try {
		await transaction.getExecutor().provideConnection(async (connection: any) => {
			connection.executeQuery = async () => ({rows: []});
		});
		await transaction.rollback().execute();
	} catch {
		// It is over already.
	}
}

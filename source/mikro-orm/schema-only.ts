/**
 * A MikroORM that only compares entities and creates no instances. It skips compiling code for
 * them, which saves two thirds of the time.
 * @param MikroORM the class
 */
export function withoutInstances(MikroORM: any): any {
	return class extends MikroORM {
		createEntityManager(): void {
			this.driver.setMetadata(this.getMetadata());
			this.em = this.driver.createEntityManager();
			this.em.global = true;
		}
	};
}

/** MikroORM would look for these packages and load them. */
export const noExtensions = ['SeedManager', 'Migrator', 'EntityGenerator'].map(name => ({
	name,
	register() {},
}));

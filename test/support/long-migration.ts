import {writeFileSync} from 'node:fs';
import path from 'node:path';
import type {TestContext} from 'node:test';
import {makeShop, type Shop} from './shop.ts';

export interface LongMigration extends Shop {
	/** Lets the migration go on to its end. */
	finish(): void;
}

/** A shop whose migration, shop.0001_initial, takes as long as the test wants. */
export async function makeShopWithLongMigration(test: TestContext): Promise<LongMigration> {
	const shop = makeShop(test);
	const gate = path.join(shop.root, 'finish');
	await shop.run(['makemigrations', 'shop', '--empty', '--name', 'initial']);
	// There are rows only when it is really run: who looks at the plan does not wait.
	shop.migration('0001_initial', {
		up: `const {existsSync} = await import('node:fs');
		const rows = await this.execute('select 1');
		while (rows.length > 0 && existsSync(import.meta.filename) && !existsSync(${JSON.stringify(gate)})) {
			await new Promise(resolve => setTimeout(resolve, 20));
		}
		this.addSql('create table item (id integer primary key)');`,
	});
	return {...shop, finish: () => writeFileSync(gate, '')};
}

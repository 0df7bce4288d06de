import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {DatabaseSync, type SQLInputValue} from 'node:sqlite';
import type {TestContext} from 'node:test';
import {sourceOf} from '../../source/migrations/files/migration-source.ts';
import type {Outcome} from './command.ts';
import {commandLine} from './command-line.ts';
import {linkPackages, temporaryFolder} from './project.ts';

/** A project named shop with one app of that name, on SQLite if not told otherwise. */
export interface Shop {
	root: string;
	/** Writes the app's entities: what stands between the braces of a file that imports MikroORM. */
	entities(source: string): void;
	/** Writes a migration by hand. */
	migration(
		name: string,
		body: {
			dependencies?: string[];
			accepts?: string;
			up: string;
			down?: string;
			transactional?: boolean;
		},
	): string;
	/** Writes one as makemigrations does, which says in its text all that it does. */
	literalMigration(name: string, body: {dependencies?: string[]; up: string[]}): string;
	/** Runs a command in this process, and fails the test when its exit code is another. */
	run(words: string[], exitCode?: number): Promise<Outcome>;
	/** Asks the database directly. */
	rows(sql: string, ...values: SQLInputValue[]): Record<string, unknown>[];
}

export function makeShop(
	test: TestContext,
	entities = '',
	database: object = {driver: 'sqlite', name: 'db.sqlite3'},
	apps = ['./shop'],
): Shop {
	const root = path.join(temporaryFolder(test), 'shop');
	const write = (file: string, text: string) => {
		mkdirSync(path.dirname(path.join(root, file)), {recursive: true});
		writeFileSync(path.join(root, file), text);
		return path.join(root, file);
	};
	const shop: Shop = {
		root,
		entities: source => {
			write('shop/entities.ts', `import {defineEntity, p} from '@mikro-orm/core';\n\n${source}\n`);
		},
		migration: (name, {dependencies = [], accepts, up, down = '', transactional = true}) =>
			write(
				`shop/migrations/${name}.ts`,
				`import {Migration} from '@mikro-orm/migrations';

export default class extends Migration {
	override name = 'shop.${name}';
	static dependencies = ${JSON.stringify(dependencies)};${
		accepts
			? `
	static accepts = ${accepts};`
			: ''
	}

	${transactional ? '' : 'override isTransactional() { return false; }\n	'}override async up() {
		${up}
	}

	override async down() {
		${down}
	}
}
`,
			),
		literalMigration: (name, {dependencies = [], up}) =>
			write(
				`shop/migrations/${name}.ts`,
				sourceOf({
					id: `shop.${name}`,
					dependencies,
					comments: [],
					variants: [{driver: 'sqlite', up: [{sql: up}], down: [{sql: []}]}],
				}),
			),
		run: async (words, exitCode = 0) => expecting(exitCode, words, await commandLine(root, words)),
		rows: (sql, ...values) => {
			const database = new DatabaseSync(path.join(root, 'db.sqlite3'));
			try {
				return database
					.prepare(sql)
					.all(...values)
					.map(row => ({...row}));
			} finally {
				database.close();
			}
		},
	};
	write(
		'settings.ts',
		`import {defineSettings} from 'quarterdeck';

export default defineSettings({
	apps: ${JSON.stringify(apps)},
	database: ${JSON.stringify(database)},
	secretKey: 'the-secret-key-of-a-shop-that-is-only-tested',
});
`,
	);
	write('package.json', '{"name": "shop", "private": true, "type": "module"}\n');
	shop.entities(entities);
	linkPackages(root);
	return shop;
}

function expecting(exitCode: number, words: string[], outcome: Outcome): Outcome {
	const {code, stdout, stderr} = outcome;
	if (code === exitCode) return outcome;
	throw new Error(`${words.join(' ')} ended with ${code}, not ${exitCode}:\n${stdout}${stderr}`);
}

/** A shop whose two migrations, written by hand, make the table item and a row in it. */
export function makeShopOfItems(test: TestContext): Shop {
	const shop = makeShop(test);
	shop.migration('0001_initial', {
		up: "this.addSql('create table item (id integer primary key)');",
		down: "this.addSql('drop table item');",
	});
	shop.migration('0002_row', {
		dependencies: ['shop.0001_initial'],
		up: "this.addSql('insert into item values (1)');",
		down: "this.addSql('delete from item');",
	});
	return shop;
}

/** A shop of customers whose two branches, alice and bob, have each written a migration behind the first one. */
export async function makeShopWithConflict(test: TestContext): Promise<Shop> {
	const shop = makeShop(test, customers('name: p.string()'));
	await shop.run(['makemigrations']);
	for (const branch of ['alice', 'bob']) {
		shop.migration(`0002_${branch}`, {
			dependencies: ['shop.0001_initial'],
			up: `this.addSql('create table ${branch} (id int)');`,
		});
	}
	const snapshot = path.join(shop.root, 'shop/migrations/.snapshot.sqlite.json');
	writeFileSync(snapshot, readFileSync(snapshot, 'utf8').replace('0001_initial', '0002_bob'));
	return shop;
}

/** Customers and their orders, the latter deleted with the former. */
export function customers(properties: string, customer = {name: 'Customer', table: 'customer'}) {
	return `export const ${customer.name} = defineEntity({
	name: '${customer.name}',
	tableName: '${customer.table}',
	properties: {id: p.integer().primary(), ${properties}},
});

export const Order = defineEntity({
	name: 'Order',
	tableName: 'customer_order',
	properties: {
		id: p.integer().primary(),
		customer: () => p.manyToOne(${customer.name}).deleteRule('cascade'),
	},
});`;
}

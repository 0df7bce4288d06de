import {globSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {valuesOf} from '../../source/command-definition/values.ts';
import {findCommand} from '../../source/command-line/find.ts';
import type {Event} from '../../source/runs/events.ts';
import {plain} from '../../source/terminal/colours.ts';
import type {Shop} from './shop.ts';

/** Books with a counter, which says how often each was filled. */
export const books = `export const Book = defineEntity({
	name: 'Book',
	tableName: 'book',
	properties: {
		id: p.integer().primary(),
		code: p.string(),
		isbn: p.string().nullable(),
		n: p.integer().default(0),
	},
});`;

export const counting = "entity: 'Book', run: {n: raw('n + 1')}";

/** Writes a backfill by hand. @param definition what stands between the braces */
export function writeBackfill({root}: Shop, name: string, definition: string): string {
	const file = path.join(root, `shop/backfills/${name}.ts`);
	mkdirSync(path.dirname(file), {recursive: true});
	writeFileSync(
		file,
		`import {raw} from '@mikro-orm/core';
import {defineBackfill} from 'quarterdeck';

export default defineBackfill({${definition}});
`,
	);
	return file;
}

/** The statement that inserts books with the numbers from one to another. */
export function insertBooks(from: number, to: number): string {
	const values = Array.from(
		{length: to - from + 1},
		(_, index) => `(${from + index}, 'C${from + index}')`,
	);
	return `insert into book (id, code) values ${values.join(', ')}`;
}

/** Makes the shop's first migration, and a second one that inserts books. */
export async function makeBooks(shop: Shop, last: number, first = 1): Promise<void> {
	await shop.run(['makemigrations']);
	shop.migration('0002_books', {
		dependencies: ['shop.0001_initial'],
		up: `this.addSql(${JSON.stringify(insertBooks(first, last))});`,
	});
	const folder = path.join(shop.root, 'shop/migrations');
	for (const name of globSync('.snapshot.*.json', {cwd: folder})) {
		const file = path.join(folder, name);
		writeFileSync(file, readFileSync(file, 'utf8').replace('"0001_initial"', '"0002_books"'));
	}
}

/** Runs migrate in this process, and calls `react` at each event; meanwhile it does nothing. */
export async function migrating(
	{root}: Shop,
	react: (event: Event) => Promise<void> | void,
): Promise<{code: number; events: Event[]}> {
	const {signature, run} = await findCommand('migrate', root);
	const {signal} = new AbortController();
	const invocation = {directory: root, interactive: false, paint: plain, signal};
	const running = run(valuesOf('migrate', signature, {}, []), invocation as never);
	const events: Event[] = [];
	for (;;) {
		const {done, value} = await running.next();
		if (done) return {code: value ?? 0, events};
		events.push(value);
		await react(value);
	}
}

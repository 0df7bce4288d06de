/**
 * What every program gets: ten apps of fifty entities with eight columns and a foreign key, one file
 * an app; and five hundred migrations of one `create table` each, the same SQL for all.
 */
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';

export interface Entity {
	app: string;
	/** `A3Item07` */
	name: string;
	table: string;
	/** The one before it in its app. */
	parent: Entity | undefined;
}

export const apps = Array.from({length: 10}, (_, index) => `app${index}`);

export const entities = new Map<string, Entity[]>(
	apps.map(app => {
		const mine: Entity[] = [];
		for (let index = 0; index < 50; index++) {
			const number = String(index).padStart(2, '0');
			const name = `A${app.slice(3)}Item${number}`;
			mine.push({app, name, table: `${app}_item_${number}`, parent: mine.at(-1)});
		}
		return [app, mine];
	}),
);

/** The entity that gets a property more. */
export const changedEntity = 'A5Item25';
export const addedColumn = 'subtitle';

export interface SmallMigration {
	app: string;
	/** From 1, within the app. */
	number: number;
	name: string;
	table: string;
	sql: string;
}

/** Fifty an app, each after the one before it. */
export const migrations: SmallMigration[] = apps.flatMap(app =>
	Array.from({length: 50}, (_, index) => {
		const table = `${app}_part_${String(index).padStart(2, '0')}`;
		const sql = `create table \`${table}\` (\`id\` integer not null primary key autoincrement, \`name\` text not null, \`count\` integer not null default 0, \`note\` text null);`;
		const name = `${String(index + 1).padStart(4, '0')}_${index === 0 ? 'initial' : `part_${index}`}`;
		return {app, number: index + 1, name, table, sql};
	}),
);

export function write(folder: string, name: string, text: string): void {
	const file = path.join(folder, name);
	mkdirSync(path.dirname(file), {recursive: true});
	writeFileSync(file, text);
}

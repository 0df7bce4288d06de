import {readFileSync} from 'node:fs';
import {entityFiles} from '../apps/entities.ts';
import type {Project} from '../project.ts';

/** Names that the files of a new app import, and those of the built-in apps. */
const reserved = ['Context', 'Session', 'User'];

/**
 * The name of an app's first entity: `Book` for `books`, `OrderItem` for `order_items`, and
 * `UsersEntry` where another app may have a `User`.
 */
export function entityName(label: string, {apps}: Pick<Project, 'apps'>): string {
	const name = pascalCase(singular(label));
	const word = new RegExp(`\\b${name}\\b`);
	const isUsed = apps.some(app =>
		entityFiles(app).some(file => word.test(readFileSync(file, 'utf8'))),
	);
	return name === '' || isUsed || reserved.includes(name) ? `${pascalCase(label)}Entry` : name;
}

function singular(plural: string): string {
	if (/ies$/i.test(plural)) return plural.replace(/ies$/i, 'y');
	if (/(ss|sh|ch|x)es$/i.test(plural)) return plural.slice(0, -2);
	return /([^sui]|e)s$/i.test(plural) ? plural.slice(0, -1) : plural;
}

function pascalCase(label: string): string {
	return label
		.replace(/_*([^_]+)_*/g, (_, word: string) => word[0]!.toUpperCase() + word.slice(1))
		.replaceAll('_', '');
}

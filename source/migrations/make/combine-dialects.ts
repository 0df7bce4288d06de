import type {App} from '../../project/apps/app-registry.ts';
import type {Dialect} from '../../project/database/dialect.ts';
import type {AppChanges} from '../detect/autodetector.ts';
import type {Snapshot} from '../schema/snapshot.ts';

/** The changes of some apps on one kind of database. */
export interface DialectChanges {
	driver: Dialect;
	/** Including those without a change. */
	apps: App[];
	changes: AppChanges[];
	/** The schema of an app without a change. */
	before: (app: App) => Snapshot;
}

/** What a migration sends to one kind of database, and the schema after it. */
export type Variant = {driver: Dialect} & Pick<AppChanges, 'up' | 'down' | 'snapshot'>;

export type CombinedChanges = AppChanges & {others: Variant[]};

/**
 * One change of each app for all databases, though some of them may need no statement for it (SQLite
 * needs none for a longer text).
 * @param dialects the project's own first
 */
export function combineDialects(dialects: DialectChanges[]): CombinedChanges[] {
	return dialects[0]!.apps.flatMap(app => {
		const involved = dialects
			.filter(({apps}) => apps.includes(app))
			.map(one => ({...one, steps: one.changes.filter(change => change.app === app)}));
		const count = Math.max(...involved.map(({steps}) => steps.length));
		return Array.from({length: count}, (_, index) => {
			const [mine, ...others] = involved.map(({driver, steps, before}): Variant => {
				const unchanged = {up: [], down: [], snapshot: steps.at(-1)?.snapshot ?? before(app)};
				const {up, down, snapshot} = steps[index] ?? unchanged;
				return {driver, up, down, snapshot};
			});
			return {...joined(involved.flatMap(({steps}) => steps[index] ?? [])), ...mine, others};
		});
	});
}

function joined(changes: AppChanges[]): AppChanges {
	const all = (key: 'answers' | 'references' | 'removed' | 'released') => [
		...new Set(changes.flatMap(change => change[key])),
	];
	const operations = changes.flatMap(change => change.operations);
	return {
		...changes[0]!,
		operations: [...new Map(operations.map(one => [one.sentence, one])).values()],
		answers: all('answers'),
		references: all('references'),
		removed: all('removed'),
		released: all('released'),
	};
}

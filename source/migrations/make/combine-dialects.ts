import type {App} from '../../project/apps/app-registry.ts';
import type {Driver} from '../../project/settings/settings.ts';
import type {AppChanges} from '../detect/autodetector.ts';
import type {Operation} from '../detect/operations.ts';
import type {Snapshot} from '../schema/snapshot.ts';

/** The changes of some apps on one kind of database. */
export interface DialectChanges {
	driver: Driver;
	/** Also those in which nothing has changed. */
	apps: App[];
	changes: AppChanges[];
	/** The schema before, of an app in which nothing has changed. */
	before: (app: App) => Snapshot;
}

/** What a migration sends to one kind of database, and the schema after it. */
export interface Variant {
	driver: Driver;
	up: string[];
	down: string[];
	snapshot: Snapshot;
}

export type ChangesTogether = AppChanges & {others: Variant[]};

/**
 * One change of each app for all databases, though some of them need no statement for it (a longer
 * text is nothing to SQLite).
 * @param dialects the project's own first
 */
export function together(dialects: DialectChanges[]): ChangesTogether[] {
	const [own] = dialects as [DialectChanges];
	return own.apps.flatMap(app => {
		const involved = dialects.filter(({apps}) => apps.includes(app));
		const steps = involved.map(({changes}) => changes.filter(change => change.app === app));
		const count = Math.max(...steps.map(({length}) => length));
		return Array.from({length: count}, (_, index) => {
			const [mine, ...others] = involved.map((dialect, place) =>
				variantOf(dialect, app, steps[place]!, index),
			) as [Variant, ...Variant[]];
			const found = steps.flatMap(changes => changes[index] ?? []);
			return {...joined(found), ...mine, others};
		});
	});
}

function variantOf(
	{driver, before}: DialectChanges,
	app: App,
	steps: AppChanges[],
	index: number,
): Variant {
	const {up = [], down = [], snapshot = steps.at(-1)?.snapshot ?? before(app)} = steps[index] ?? {};
	return {driver, up, down, snapshot};
}

function joined(changes: AppChanges[]): AppChanges {
	const all = <K extends 'answers' | 'references' | 'removed' | 'released'>(key: K) => [
		...new Set(changes.flatMap(change => change[key])),
	];
	const operations = new Map<string, Operation>(
		changes.flatMap(change => change.operations).map(one => [one.sentence, one]),
	);
	return {
		...changes[0]!,
		operations: [...operations.values()],
		answers: all('answers'),
		references: all('references'),
		removed: all('removed'),
		released: all('released'),
	};
}

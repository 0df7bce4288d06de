import {CommandError} from '../../errors/command-error.ts';
import {ways} from '../../errors/ways.ts';
import type {MigrationFile} from '../files/loader.ts';
import type {Applied} from '../record/recorder.ts';
import type {MigrationGraph} from './graph.ts';

/** One migration to be applied or unapplied. */
export interface Step {
	file: MigrationFile;
	direction: 'forwards' | 'backwards';
	/** To be recorded only: what it makes is there. */
	fake?: boolean;
	/** Ids of what is applied and has no file any more: it may need what this step takes away. */
	possibleDependants?: string[];
}

export interface Plan {
	steps: Step[];
	/** In Django's words: `Apply all migrations: accounts, auth`. */
	target: string;
}

/** What `migrate APP NAME` was given; without a name, all of the app. */
export interface Target {
	app: string;
	/** `0002_price`, as much of it as is unique, or `zero`. */
	name?: string;
}

/**
 * What has to run so that the database stands at the target; all migrations applied if there is none.
 * @throws CommandError `unknown-migration`, `ambiguous-migration`; nothing is ever guessed from a typo
 */
export function planMigrations(graph: MigrationGraph, applied: Applied, target?: Target): Plan {
	if (!target) {
		const labels = [...new Set(graph.order.map(({app}) => app))].sort();
		return {
			steps: forwards(graph, applied),
			target: `Apply all migrations: ${labels.join(', ') || '(none)'}`,
		};
	}
	const {app, name} = target;
	const mine = graph.of(app);
	if (mine.length === 0) throw withoutMigrations(app);
	if (name === 'zero') {
		return {
			steps: backwards(graph, applied, mine),
			target: `Unapply all migrations: ${app}`,
		};
	}
	if (name === undefined) {
		return {steps: forwards(graph, applied, mine), target: `Apply all migrations: ${app}`};
	}
	const file = findMigration(graph, app, name);
	const later = graph.children(file.id).filter(child => child.app === app);
	return {
		steps: applied.has(file.id)
			? backwards(graph, applied, later)
			: forwards(graph, applied, [file]),
		target: `Target specific migration: ${file.name}, from ${app}`,
	};
}

/** `2 to apply: shop.0001_one, shop.0002_two` */
export function inShort(steps: Step[]): string {
	const verb = steps[0]?.direction === 'backwards' ? 'unapply' : 'apply';
	return `${steps.length} to ${verb}: ${steps.map(({file}) => file.id).join(', ')}`;
}

/** @throws CommandError `unknown-migration`, `ambiguous-migration`, in Django's words */
export function findMigration(graph: MigrationGraph, app: string, name: string): MigrationFile {
	const mine = graph.of(app);
	const exact = mine.find(file => file.name === name);
	if (exact) return exact;
	const [first, ...others] = mine.filter(file => file.name.startsWith(name));
	if (!first) {
		throw new CommandError(`Cannot find a migration matching '${name}' from app '${app}'.`, {
			code: 'unknown-migration',
			hint: `Its migrations are: ${mine.map(file => file.name).join(', ') || 'none'}.`,
		});
	}
	if (others.length === 0) return first;
	throw new CommandError(
		`More than one migration matches '${name}' in app '${app}'. Please be more specific.`,
		{
			code: 'ambiguous-migration',
			hint: `It could be ${[first, ...others].map(file => file.name).join(', ')}.`,
		},
	);
}

/** @throws CommandError `inconsistent-history`, in Django's words */
export function verifyHistory(graph: MigrationGraph, applied: Applied): void {
	for (const file of graph.order) {
		const {id, dependencies} = file;
		const missing = applied.has(id) ? dependencies.find(other => !applied.has(other)) : undefined;
		if (missing === undefined) continue;
		throw new CommandError(`Migration ${id} is applied before its dependency ${missing}.`, {
			code: 'inconsistent-history',
			hint: remediesFor(graph, applied, file, graph.get(missing)!),
		});
	}
}

/** Two ways out, by what is in the database: which one is right only a person can tell. */
function remediesFor(
	graph: MigrationGraph,
	applied: Applied,
	early: MigrationFile,
	missing: MigrationFile,
): string {
	const ancestors = graph.withAncestors(early.dependencies);
	const before = graph
		.of(early.app)
		.findLast(({id}) => id !== early.id && ancestors.has(id) && applied.has(id));
	const fake = ({app, name}: Target) => `'quarterdeck migrate ${app} ${name} --fake'`;
	const out = fake({app: early.app, name: before?.name ?? 'zero'});
	return [
		`If what ${missing.id} does is in the database already, run ${fake(missing)}.`,
		`If what ${early.id} does is not in it, run ${out}, then 'quarterdeck migrate'.`,
	].join('\n');
}

function forwards(graph: MigrationGraph, applied: Applied, files = graph.order): Step[] {
	const needed = graph.withAncestors(files.map(({id}) => id));
	return graph.order
		.filter(({id}) => needed.has(id) && !applied.has(id))
		.map(file => ({file, direction: 'forwards'}));
}

function backwards(graph: MigrationGraph, applied: Applied, files: MigrationFile[]): Step[] {
	const standing = graph.withDescendants(files.map(({id}) => id));
	return graph.order
		.filter(({id}) => standing.has(id) && applied.has(id))
		.reverse()
		.map(file => ({file, direction: 'backwards'}));
}

function withoutMigrations(app: string): CommandError {
	return new CommandError(`App '${app}' does not have migrations.`, {
		code: 'no-migrations',
		hint: `Run 'quarterdeck makemigrations ${app}' to make the first one.`,
		ways: [{...ways.makeMigrations, command: `quarterdeck makemigrations ${app}`}],
	});
}

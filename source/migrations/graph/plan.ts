import {CommandError} from '../../errors/command-error.ts';
import {ways} from '../../errors/ways.ts';
import type {MigrationFile} from '../files/loader.ts';
import type {Applied} from '../record/recorder.ts';
import type {MigrationGraph} from './graph.ts';

/** One migration to be applied or unapplied. */
export interface Step {
	file: MigrationFile;
	direction: 'forwards' | 'backwards';
	/** Only to be recorded: what it makes exists already. */
	fake?: boolean;
	/** Ids of applied migrations without a file: they may need what this step removes. */
	possibleDependants?: string[];
}

/** Whether a step has rows to fill, and not only something to record. */
export function fillsRows({file, direction, fake}: Step): boolean {
	return file.backfill === true && direction === 'forwards' && !fake;
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
 * The steps that bring the database to the target; without one, all migrations are applied.
 * @throws CommandError `no-migrations`, `unknown-migration`, `ambiguous-migration`: a typo is never guessed at
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
	if (mine.length === 0) {
		const command = `quarterdeck makemigrations ${app}`;
		throw new CommandError(`App '${app}' does not have migrations.`, {
			code: 'no-migrations',
			hint: `Run '${command}' to make the first one.`,
			ways: [{...ways.makeMigrations, command}],
		});
	}
	if (name === 'zero')
		return {steps: backwards(graph, applied, mine), target: `Unapply all migrations: ${app}`};
	if (name === undefined)
		return {steps: forwards(graph, applied, mine), target: `Apply all migrations: ${app}`};
	const file = findMigration(graph, app, name);
	const later = graph.children(file.id).filter(child => child.app === app);
	const isBack = applied.has(file.id);
	const steps = isBack ? backwards(graph, applied, later) : forwards(graph, applied, [file]);
	return {steps, target: `Target specific migration: ${file.name}, from ${app}`};
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
	const matches = mine.filter(file => file.name.startsWith(name));
	if (matches.length === 1) return matches[0]!;
	const namesOf = (files: MigrationFile[]) => files.map(file => file.name).join(', ');
	if (matches.length === 0) {
		throw new CommandError(`Cannot find a migration matching '${name}' from app '${app}'.`, {
			code: 'unknown-migration',
			hint: `Its migrations are: ${namesOf(mine) || 'none'}.`,
		});
	}
	throw new CommandError(
		`More than one migration matches '${name}' in app '${app}'. Please be more specific.`,
		{code: 'ambiguous-migration', hint: `It could be ${namesOf(matches)}.`},
	);
}

/** @throws CommandError `inconsistent-history`, in Django's words */
export function verifyHistory(graph: MigrationGraph, applied: Applied): void {
	for (const file of graph.order.filter(({id}) => applied.has(id))) {
		const missing = file.dependencies.find(id => !applied.has(id));
		if (missing === undefined) continue;
		throw new CommandError(`Migration ${file.id} is applied before its dependency ${missing}.`, {
			code: 'inconsistent-history',
			hint: remediesFor(graph, applied, file, graph.get(missing)!),
		});
	}
}

/** Which of the two applies depends on what is in the database; only a person can tell. */
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
	return [
		`If what ${missing.id} does is in the database already, run 'quarterdeck migrate ${missing.app} ${missing.name} --fake'.`,
		`If what ${early.id} does is not in it, run 'quarterdeck migrate ${early.app} ${before?.name ?? 'zero'} --fake', then 'quarterdeck migrate'.`,
	].join('\n');
}

function forwards(graph: MigrationGraph, applied: Applied, files = graph.order): Step[] {
	const needed = graph.withAncestors(files.map(({id}) => id));
	const unapplied = graph.order.filter(({id}) => needed.has(id) && !applied.has(id));
	return unapplied.map(file => ({file, direction: 'forwards'}));
}

function backwards(graph: MigrationGraph, applied: Applied, files: MigrationFile[]): Step[] {
	const dependants = graph.withDescendants(files.map(({id}) => id));
	const undone = graph.order.filter(({id}) => dependants.has(id) && applied.has(id)).reverse();
	return undone.map(file => ({file, direction: 'backwards'}));
}

import {CommandError, type ReportProblem, throwProblem} from '../../errors/command-error.ts';
import {ways} from '../../errors/ways.ts';
import type {MigrationFile} from '../files/loader.ts';

/** Migrations and what they depend on, across apps. */
export class MigrationGraph {
	/** Dependencies first; independent ones in the order of the apps, then by name. */
	readonly order: MigrationFile[] = [];
	readonly #files: Map<string, MigrationFile>;
	readonly #labels: string[];
	readonly #report: ReportProblem;

	/**
	 * @param apps in the order of the settings
	 * @param report gets `missing-dependency` and `circular-dependency`, which are ignored if it returns
	 */
	constructor(
		files: MigrationFile[],
		apps: {label: string}[],
		report: ReportProblem = throwProblem,
	) {
		this.#report = report;
		this.#files = new Map(files.map(file => [file.id, file]));
		this.#labels = apps.map(({label}) => label);
		this.#sort(files);
	}

	get(id: string): MigrationFile | undefined {
		return this.#files.get(id);
	}

	of(app: string): MigrationFile[] {
		return this.order.filter(file => file.app === app);
	}

	/** The migrations of an app that no other migration of the app depends on, also by way of its backfills. */
	leaves(app: string): MigrationFile[] {
		const mine = this.of(app).filter(({backfill}) => !backfill);
		const needed = new Set(mine.flatMap(file => this.#migrationsBefore(file)));
		return mine.filter(file => !needed.has(file.id));
	}

	/** What a new migration of an app comes after: its leaves, and backfills that nothing of the app depends on. */
	ends(app: string): MigrationFile[] {
		const mine = this.of(app);
		const needed = new Set(mine.flatMap(parentsOf));
		return mine.filter(file => !needed.has(file.id));
	}

	/** The names of the leaves of each app that has several. */
	conflicts(): {app: string; leaves: string[]}[] {
		return this.#labels
			.map(app => ({app, leaves: this.leaves(app).map(({name}) => name)}))
			.filter(({leaves}) => leaves.length > 1);
	}

	/** The migrations that depend directly on this one. */
	children(id: string): MigrationFile[] {
		return this.order.filter(file => parentsOf(file).includes(id));
	}

	/** The ids, and all that they depend on, directly or not. */
	withAncestors(ids: string[]): Set<string> {
		return reachable(ids, id => parentsOf(this.#files.get(id)!));
	}

	/** The ids, and all that depends on them, directly or not. */
	withDescendants(ids: string[]): Set<string> {
		return reachable(ids, id => this.children(id).map(child => child.id));
	}

	#migrationsBefore(file: MigrationFile): string[] {
		return parentsOf(file).flatMap(id => {
			const parent = this.#files.get(id);
			return parent?.backfill && parent.app === file.app ? this.#migrationsBefore(parent) : [id];
		});
	}

	#sort(files: MigrationFile[]): void {
		const rank = new Map(this.#labels.map((label, index) => [label, index]));
		const byApp = files.toSorted(
			(a, b) => rank.get(a.app)! - rank.get(b.app)! || (a.name < b.name ? -1 : 1),
		);
		const done = new Set<string>();
		const path: string[] = [];
		const visit = (file: MigrationFile) => {
			if (done.has(file.id)) return;
			if (path.includes(file.id)) {
				this.#report(circular([...path.slice(path.indexOf(file.id)), file.id]));
				return;
			}
			path.push(file.id);
			for (const id of parentsOf(file)) {
				const parent = this.#files.get(id);
				if (parent) visit(parent);
				else this.#report(missing(file, id));
			}
			path.pop();
			done.add(file.id);
			this.order.push(file);
		};
		byApp.forEach(visit);
	}
}

/** @throws CommandError `migration-syntax`, `migration-unreadable` … of the first file that is broken */
export function refuseBroken(files: MigrationFile[]): void {
	for (const {broken} of files) if (broken) throw broken;
}

/** @throws CommandError `migration-conflict`, in Django's words */
export function refuseConflicts(graph: MigrationGraph): void {
	const conflicts = graph.conflicts();
	if (conflicts.length === 0) return;
	const leaves = conflicts.map(({app, leaves}) => `${leaves.join(', ')} in ${app}`).join('; ');
	throw new CommandError(
		`Conflicting migrations detected; multiple leaf nodes in the migration graph: (${leaves}).`,
		{
			code: 'migration-conflict',
			hint: "To fix them run 'quarterdeck makemigrations --merge'",
			ways: [ways.mergeMigrations],
		},
	);
}

function parentsOf({dependencies, after}: MigrationFile): string[] {
	return after === undefined ? dependencies : [...dependencies, after];
}

function reachable(ids: string[], next: (id: string) => string[]): Set<string> {
	const found = new Set(ids);
	// A set yields what is added while it is read.
	for (const id of found) for (const other of next(id)) found.add(other);
	return found;
}

function missing(file: MigrationFile, id: string): CommandError {
	return new CommandError(`Migration ${file.id} depends on ${id}, which does not exist.`, {
		code: 'missing-dependency',
		hint: 'Correct its static dependencies, or bring the missing file back.',
		file: file.path,
	});
}

function circular(ids: string[]): CommandError {
	return new CommandError(`These migrations depend on each other: ${ids.join(' → ')}.`, {
		code: 'circular-dependency',
		hint: 'Remove one of them from the static dependencies of another.',
	});
}

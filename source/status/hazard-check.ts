import {statSync} from 'node:fs';
import type {Project} from '../project/project.ts';
import type {MigrationStatus, ProjectStatus} from '../runs/project-status.ts';

type Hazards = Pick<MigrationStatus, 'warnings' | 'losesData'>;

/**
 * Looks at what the unapplied migrations would do, and to how many rows, as the plan does: once for
 * each change of them, of their files or of what is applied, beside the status and never for it.
 * Whoever reads a status has not asked for anything to run: of a migration with code of its own only the
 * plan tells.
 */
export class HazardCheck {
	readonly #project: Project;
	/** The migrations that were looked at last. */
	#looked = '';
	#isLooking = false;
	/** By app and name. */
	#found = new Map<string, Hazards>();

	constructor(project: Project) {
		// The kept connection is the status' own.
		this.#project = {...project, kept: undefined};
	}

	/** Adds what was found last to what is not applied. */
	addTo({apps}: ProjectStatus): void {
		for (const {label, migrations} of apps) {
			for (const migration of migrations) {
				if (migration.applied !== null) continue;
				Object.assign(migration, this.#found.get(`${label}.${migration.name}`));
			}
		}
	}

	/** Looks where that is due. */
	async look(status: ProjectStatus): Promise<void> {
		const state = stateOf(status);
		if (state === this.#looked || this.#isLooking || !canLook(status)) return;
		this.#looked = state;
		this.#isLooking = true;
		try {
			this.#found = await hazardsOf(this.#project);
		} catch {
			// What cannot be looked at has no warnings; the plan tells why it cannot.
			this.#found = new Map();
		}
		this.#isLooking = false;
	}
}

/** While a migrate runs, it holds locks that a look at its tables would wait for. */
function canLook({database, unapplied, runs}: ProjectStatus): boolean {
	const isMigrating = runs.some(({kind}) => kind === 'migrate');
	return database.reachable && unapplied > 0 && !isMigrating;
}

function stateOf({apps}: ProjectStatus): string {
	return apps
		.flatMap(({label, migrations}) =>
			migrations.map(({name, applied, path}) => {
				const state = applied
					? 'applied'
					: path && statSync(path, {throwIfNoEntry: false})?.mtimeMs;
				return `${label}.${name} ${state}`;
			}),
		)
		.join();
}

async function hazardsOf(project: Project): Promise<Map<string, Hazards>> {
	const [{describePlan}, {readingOf}, {openPreview}, {planMigrations}, {loadMigrations}] =
		await Promise.all([
			import('../migrations/migrate/describe-plan.ts'),
			import('../migrations/files/reading.ts'),
			import('../migrations/engine/open-preview.ts'),
			import('../migrations/graph/plan.ts'),
			import('../migrations/graph/state.ts'),
		]);
	const {graph, applied} = await loadMigrations(project);
	const steps = planMigrations(graph, applied).steps.filter(({file}) => readingOf(file)?.literal);
	const preview = await openPreview(project, steps);
	try {
		const plan = await describePlan(project, preview.engine, steps);
		return new Map(
			plan.steps.map(({migration, warnings, losesData}) => {
				const {app, name} = graph.get(migration)!;
				return [`${app}.${name}`, {warnings, ...(losesData && {losesData})}];
			}),
		);
	} finally {
		await preview.close();
	}
}

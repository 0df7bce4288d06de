import {statSync} from 'node:fs';
import type {Project} from '../project/project.ts';
import type {MigrationStatus, ProjectStatus} from '../runs/project-status.ts';

type Hazards = Pick<MigrationStatus, 'warnings' | 'losesData'>;

/**
 * Checks in the background what the unapplied migrations would do, and to how many rows. Runs again
 * when the migrations, their files or the applied ones change.
 */
export class HazardCheck {
	readonly #project: Project;
	#checked = '';
	#isChecking = false;
	/** By app and name. */
	#found = new Map<string, Hazards>();

	constructor(project: Project) {
		// The status uses the cached connection itself.
		this.#project = {...project, cachedConnection: undefined};
	}

	/** Adds the last results to the unapplied migrations. */
	addTo({apps}: ProjectStatus): void {
		for (const {label, migrations} of apps) {
			for (const migration of migrations) {
				if (migration.applied !== null) continue;
				Object.assign(migration, this.#found.get(`${label}.${migration.name}`));
			}
		}
	}

	/** Checks again if needed. */
	async check(status: ProjectStatus): Promise<void> {
		const state = stateOf(status);
		if (state === this.#checked || this.#isChecking || !canCheck(status)) return;
		this.#checked = state;
		this.#isChecking = true;
		try {
			this.#found = await hazardsOf(this.#project);
		} catch {
			// No warnings when the check fails; the plan reports why.
			this.#found = new Map();
		}
		this.#isChecking = false;
	}
}

/** A running migrate holds locks that the check would wait for. */
function canCheck({database, unapplied, runs}: ProjectStatus): boolean {
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
	const [{describePlan}, {planMigrations}, {loadMigrations}] = await Promise.all([
		import('../migrations/migrate/describe-plan.ts'),
		import('../migrations/graph/plan.ts'),
		import('../migrations/graph/state.ts'),
	]);
	const {graph, applied} = await loadMigrations(project);
	const plan = await describePlan(project, planMigrations(graph, applied).steps);
	return new Map(
		plan.steps.map(({migration, warnings, losesData}) => {
			const {app, name} = graph.get(migration)!;
			return [`${app}.${name}`, {warnings, ...(losesData && {losesData})}];
		}),
	);
}

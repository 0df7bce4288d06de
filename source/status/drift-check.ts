import type {Project} from '../project/project.ts';
import type {AppDrift, ProjectStatus} from '../runs/project-status.ts';

/**
 * Compares the database's schema with the applied migrations, in the background and once for each set
 * of them. Tables unknown to the migrations are ignored: the database may be shared.
 */
export class DriftCheck {
	readonly #project: Project;
	#compared = '';
	#found: AppDrift[] | undefined;

	constructor(project: Project) {
		// The status uses the cached connection itself.
		this.#project = {...project, cachedConnection: undefined};
	}

	/** The result of the last comparison, if the same migrations are still applied. */
	known(status: ProjectStatus): AppDrift[] | undefined {
		return appliedIn(status) === this.#compared ? this.#found : undefined;
	}

	/** Starts a comparison if needed; its result is available later. */
	begin(status: ProjectStatus): void {
		const applied = appliedIn(status);
		if (applied === this.#compared || !isAtRest(status)) return;
		this.#compared = applied;
		this.#found = undefined;
		compare(this.#project).then(
			found => {
				if (applied === this.#compared) this.#found = found;
			},
			// A failed comparison is no drift; driftcheck reports the reason.
			() => {},
		);
	}
}

/** Otherwise the database is not expected to match the migrations. */
function isAtRest({database, unapplied, problems, runs}: ProjectStatus): boolean {
	return database.reachable && unapplied === 0 && problems.length === 0 && runs.length === 0;
}

/** Empty when none is applied. */
function appliedIn({apps}: ProjectStatus): string {
	return apps
		.flatMap(({label, migrations}) =>
			migrations.filter(({applied}) => applied).map(({name}) => `${label}.${name}`),
		)
		.join();
}

async function compare(project: Project): Promise<AppDrift[]> {
	const {findDrift} = await import('../migrations/drift/drift.ts');
	const open = await project.access.openOrm(project);
	try {
		const {drift} = await findDrift(project, open);
		return drift.flatMap(({app, text}) => (app === null ? [] : [{app, text}]));
	} finally {
		await open.orm.close(true);
	}
}

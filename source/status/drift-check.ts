import type {Project} from '../project/project.ts';
import type {AppDrift, ProjectStatus} from '../runs/project-status.ts';

/**
 * Compares the database with the migrations, which reads all of its schema: once for each set of
 * applied migrations, beside the status and never for it. What no migration knows is left out here,
 * a database may have tables of others.
 */
export class DriftCheck {
	readonly #project: Project;
	/** The applied migrations of the last comparison. */
	#compared = '';
	#found: AppDrift[] | undefined;

	constructor(project: Project) {
		// The kept connection is the status' own.
		this.#project = {...project, kept: undefined};
	}

	/** What the last comparison found, while the same migrations are applied. */
	known(status: ProjectStatus): AppDrift[] | undefined {
		return appliedIn(status) === this.#compared ? this.#found : undefined;
	}

	/** Begins a comparison where one is due; what it finds is known later. */
	begin(status: ProjectStatus): void {
		const applied = appliedIn(status);
		if (applied === this.#compared || !isAtRest(status)) return;
		this.#compared = applied;
		this.#found = undefined;
		compare(this.#project).then(
			found => {
				if (applied === this.#compared) this.#found = found;
			},
			// What cannot be compared is no drift; driftcheck tells why it cannot.
			() => {},
		);
	}
}

/** Only then the database should be what the migrations say. */
function isAtRest({database, unapplied, problems, runs}: ProjectStatus): boolean {
	return database.reachable && unapplied === 0 && problems.length === 0 && runs.length === 0;
}

/** Empty where none is applied. */
function appliedIn({apps}: ProjectStatus): string {
	return apps
		.flatMap(({label, migrations}) =>
			migrations.filter(({applied}) => applied).map(({name}) => `${label}.${name}`),
		)
		.join();
}

async function compare(project: Project): Promise<AppDrift[]> {
	const [{openOrm}, {findDrift}] = await Promise.all([
		import('../project/open/open-orm.ts'),
		import('../migrations/drift/drift.ts'),
	]);
	const open = await openOrm(project);
	try {
		const {drift} = await findDrift(project, open);
		return drift.flatMap(({app, text}) => (app === null ? [] : [{app, text}]));
	} finally {
		await open.orm.close(true);
	}
}

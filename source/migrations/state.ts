import type {Project} from '../project/open.ts';

export interface MigrationState {
	apps: AppMigrations[];
	/** Ids (`accounts.0001_initial`) of what is not applied, in the order in which it would be. */
	unapplied: string[];
}

export interface AppMigrations {
	label: string;
	migrations: {id: string; name: string; path: string; applied: Date | null}[];
	/** Recorded as applied, but the file is gone. */
	missing: {name: string; applied: Date}[];
	/** The names of the leaves when there is more than one. */
	conflict?: string[];
}

/**
 * Files and recorded names, read with the driver alone: neither MikroORM nor a migration is loaded.
 * @throws CommandError `database-unreachable`, or what is wrong with the migrations' graph
 */
export async function readMigrationState(_project: Project): Promise<MigrationState> {
	return {apps: [], unapplied: []};
}

/** Django's two lines for unapplied migrations; empty when there are none. */
export function unappliedNotice({unapplied}: Pick<MigrationState, 'unapplied'>): string[] {
	if (unapplied.length === 0) return [];
	const apps = [...new Set(unapplied.map(id => id.slice(0, id.indexOf('.'))))].sort();
	return [
		`You have ${unapplied.length} unapplied migration(s). Your project may not work properly until you apply the migrations for app(s): ${apps.join(', ')}.`,
		"Run 'quarterdeck migrate' to apply them.",
	];
}

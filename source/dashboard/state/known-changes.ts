import {isDeepStrictEqual} from 'node:util';
import type {AppStatus, MigrationStatus, ProjectStatus} from '../../runs/project-status.ts';

/** An incomplete status gets the last known changes, of apps whose migrations are still the same. */
export function withKnownChanges(status: ProjectStatus, before: ProjectStatus): ProjectStatus {
	const shown = status.incomplete ? withKnownOfApps(status, before) : status;
	const isAsBefore = isDeepStrictEqual(appliedOf(status), appliedOf(before));
	return shown.drift || !isAsBefore ? shown : {...shown, drift: before.drift};
}

function appliedOf({apps}: ProjectStatus): [string, unknown][][] {
	return apps.map(({migrations}) => migrations.map(({name, applied}) => [name, applied]));
}

function withKnownOfApps(status: ProjectStatus, before: ProjectStatus): ProjectStatus {
	const names = ({migrations}: AppStatus) => migrations.map(({name}) => name).join();
	const apps = status.apps.map(app => {
		const known = before.apps.find(({label}) => label === app.label);
		if (!known) return app;
		const migrations = app.migrations.map(migration => withKnownHazards(migration, known));
		const same = names(known) === names(app);
		return {...app, migrations, ...(same && {unmadeChanges: known.unmadeChanges})};
	});
	return {...status, apps};
}

function withKnownHazards(migration: MigrationStatus, {migrations}: AppStatus): MigrationStatus {
	const known = migrations.find(({name}) => name === migration.name);
	if (!known || migration.applied !== null) return migration;
	const {warnings, losesData} = known;
	return {...migration, warnings, losesData};
}

import {plural} from '../../words/plural.ts';

/** An app in the state of the migrations, or in a status. */
interface ListedApp {
	label: string;
	migrations: {name: string; edited?: boolean; missingFile?: boolean}[];
	missing?: {name: string}[];
}

/** A longer list says how many more there are. */
const most = 5;

/**
 * Warnings about applied migrations whose files say something else now, or are gone: another checkout may
 * have applied others of the same name.
 * @returns at most two, each with a next step
 */
export function warningsOfChangedFiles(apps: ListedApp[]): string[] {
	const edited = apps.flatMap(({label: app, migrations}) =>
		migrations.filter(one => one.edited).map(({name}) => ({app, name})),
	);
	const missing = apps.flatMap(({label: app, migrations, missing = []}) =>
		[...missing, ...migrations.filter(one => one.missingFile)].map(({name}) => ({app, name})),
	);
	return [
		...edited.slice(0, 1).map(({app, name}) => {
			const text = sentence(
				edited,
				'was edited after it was applied',
				'were edited after they were applied',
			);
			return `${text} The database has what ran before: 'quarterdeck sqlmigrate ${app} ${name} --diff' shows the change.`;
		}),
		...missing.slice(0, 1).map(({app}) => {
			const text = sentence(
				missing,
				'is applied, and its file is missing',
				'are applied without a file',
			);
			return `${text} Bring it back from version control, or forget it with 'quarterdeck migrate ${app} --prune'.`;
		}),
	];
}

/** `shop.0001_one was edited after it was applied.`, or `3 migrations were edited after …: a, b, c.` */
function sentence(files: {app: string; name: string}[], one: string, several: string): string {
	const ids = files.slice(0, most).map(({app, name}) => `${app}.${name}`);
	if (files.length === 1) return `${ids} ${one}.`;
	const more = files.length > most ? ` and ${files.length - most} more` : '';
	return `${plural(files.length, 'migration')} ${several}: ${ids.join(', ')}${more}.`;
}

import {isDeepStrictEqual} from 'node:util';
import {type CompleteSettings, withDefaults} from './settings.ts';

export interface Difference {
	/** `server.port` */
	name: string;
	value: unknown;
	/** By default; undefined without one. */
	usual?: unknown;
	differs: boolean;
}

/** What has no default. */
const required = {apps: [], database: {driver: 'sqlite', name: ''}, secretKey: 'none'} as const;

/** Every setting beside its default, by name. Values may be secret. */
export function differencesFrom(settings: CompleteSettings, root: string): Difference[] {
	const {apps, database, secretKey, ...usual} = withDefaults(
		{...required, apps: [], environment: settings.environment},
		root,
	);
	// Its default is that of the environment, which is one of the settings.
	const environment = process.env.NODE_ENV ?? 'development';
	const defaults = new Map(entriesOf({...usual, environment}));
	return entriesOf(settings)
		.filter(([name]) => name !== 'server.hasPort')
		.map(([name, value]) => {
			const known = defaults.get(name);
			return {
				name,
				value,
				...(known !== undefined && {usual: known}),
				differs: !isDeepStrictEqual(value, known),
			};
		})
		.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Objects by their keys: `server.port`. */
function entriesOf(value: object, prefix = ''): [string, unknown][] {
	return Object.entries(value).flatMap(([key, one]): [string, unknown][] => {
		if (one === undefined) return [];
		const isPlain = Object.prototype.toString.call(one) === '[object Object]';
		return isPlain ? entriesOf(one, `${prefix}${key}.`) : [[prefix + key, one]];
	});
}

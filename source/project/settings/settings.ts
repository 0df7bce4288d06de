import {existsSync} from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import {CommandError} from '../../errors/command-error.ts';
import type {DriverName} from '../../mikro-orm/driver-name.ts';
import {importSource} from '../import/import-source.ts';
import type {ProjectLocation} from './find.ts';
import {type Mistake, mistakesIn} from './mistakes.ts';
import {settingsSchema} from './schema.ts';

/** What `defineSettings` takes. */
export interface Settings extends v.InferInput<typeof settingsSchema> {}

type Output = v.InferOutput<typeof settingsSchema>;

/** Settings with all defaults. */
export interface CompleteSettings extends Omit<Output, 'database'> {
	name: string;
	debug: boolean;
	/** `hasPort`: the settings give the port. */
	server: Output['server'] & {hasPort: boolean};
	/** `root`: the project's folder, for e-mails in files. */
	email: Output['email'] & {root: string};
	database: DatabaseSettings;
}

/** Named by its driver, so that the settings do not import one. */
export type DatabaseSettings = Omit<Settings['database'], 'driver'> & {driver: Driver};
/** Some work in plain projects only. */
export type Driver = DriverName;
/** For the app `quarterdeck/auth`. */
export type AuthSettings = NonNullable<Settings['auth']>;

/** The folder and the valid settings of a project. */
export interface ConfiguredProject extends ProjectLocation {
	settings: CompleteSettings;
}

/** Marks the default export of `settings.ts` and returns it unchanged. */
export function defineSettings(settings: Settings): Settings {
	return settings;
}

export class InvalidSettings extends CommandError {
	readonly mistakes: Mistake[];

	constructor(mistakes: Mistake[], file: string) {
		super(mistakes.map(({sentence}) => sentence).join('\n'), {
			code: 'settings',
			hint: `Correct ${path.basename(file)}.`,
			file,
		});
		this.mistakes = mistakes;
	}
}

/**
 * Reads `.env`, then `settings.ts`.
 * @param changes replace what it exports, key by key
 * @throws InvalidSettings with one line per mistake; CommandError, why the file could not be imported
 */
export async function loadSettings(
	{root, settingsFile}: ProjectLocation,
	changes?: Partial<Settings>,
): Promise<CompleteSettings> {
	const env = path.join(root, '.env');
	if (existsSync(env)) process.loadEnvFile(env);
	const {default: given} = await importSource(settingsFile, root);
	const settings = changes ? {...(given as object), ...changes} : given;
	const mistakes = mistakesIn(settings);
	if (mistakes.length > 0) {
		throw new InvalidSettings(mistakes, settingsFile);
	}
	return withDefaults(settings as Settings, root);
}

/** @param settings valid ones */
export function withDefaults(settings: Settings, root: string): CompleteSettings {
	const complete = v.parse(settingsSchema, settings);
	const {name = path.basename(root), environment, debug = environment !== 'production'} = complete;
	const email = {...complete.email, root};
	return {...complete, name, debug, email, server: completeServer(settings.server)};
}

/** The `server` key of the settings or of a package.json, with all defaults. */
export function completeServer(given: Settings['server'] = {}): CompleteSettings['server'] {
	const server = typeof given === 'string' ? {file: given} : given;
	const defaults = v.parse(settingsSchema.entries.server, {});
	return {...defaults, ...server, hasPort: server.port !== undefined};
}

import {existsSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import {importSource} from '../import/import-source.ts';
import type {ProjectLocation} from './find.ts';
import {type PasswordRule, usualPasswordRules} from './password-rule.ts';
import {validateSettings} from './validate-settings.ts';

export type Driver = 'sqlite' | 'postgresql' | 'mysql' | 'mariadb';

/** A database by its driver's name, so that settings import no driver. */
export interface DatabaseSettings {
	driver: Driver;
	/** The file of a SQLite database, relative to the project; else the database's name. */
	name?: string;
	host?: string;
	port?: number;
	user?: string;
	password?: string;
	/** `postgresql://user:password@host:5432/name`, in place of the five above. */
	url?: string;
	/** More of MikroORM's options, as `MikroORM.init` takes them. */
	options?: Record<string, unknown>;
}

/** For the app `quarterdeck/auth`. */
export interface AuthSettings {
	/** The project's own entity of users, `accounts.User`, made of `userProperties`. */
	user?: string;
	/**
	 * What a new password must be like: names of rules, names with options, functions of yours; all that
	 * are broken are told, in this order. Default: `['similarity', 'length', 'common', 'numeric']`.
	 * @example ['similarity', {name: 'length', minimum: 12}, 'common', async password => (await isPwned(password)) && 'This password was stolen somewhere.']
	 */
	passwordRules?: PasswordRule[];
}

/** What `defineSettings` takes. */
export interface Settings {
	/** What the project is called on screen; its folder's name if left out. */
	name?: string;
	/** Folders (`./accounts`) and packages (`quarterdeck/auth`), in the order they are loaded. */
	apps: string[];
	database: DatabaseSettings;
	/** The file whose default export is the list of routes. */
	urls?: string;
	/** Signs cookies. At least 32 characters; keep it out of git. */
	secretKey: string;
	/** Older keys that are still accepted, newest first. */
	secretKeyFallbacks?: string[];
	/** Host names the server answers to, besides localhost. */
	allowedHosts?: string[];
	/** Debug pages with routes, source and stack. Default: true unless the environment is production. */
	debug?: boolean;
	/** `development` (the default), `production`, or a name of yours. */
	environment?: string;
	loginUrl?: string;
	/** Where a login without `?next=` leads. */
	loginRedirectUrl?: string;
	logoutRedirectUrl?: string;
	/** Folders with templates that come before those of the apps. */
	templates?: string[];
	/** bcrypt's cost, 4 to 15. */
	passwordHashCost?: number;
	auth?: AuthSettings;
	/**
	 * Addresses and networks (`10.0.0.0/8`) of proxies in front of the server. What these say of a
	 * visitor's address and of https is believed, in `X-Forwarded-For` and `X-Forwarded-Proto`.
	 */
	trustedProxies?: string[];
	/** Ids of findings of `check` that are known and meant to be so: `security.W008`. */
	silencedChecks?: string[];
	/** What the development server runs in place of `urls`, and where; a file of yours in short. */
	server?: string | Partial<ServerSettings>;
	/** The development server's log: bytes above which it begins a new file. Default: 256 MB. */
	log?: {maxBytes?: number};
}

export interface ServerSettings {
	host: string;
	port: number;
	/** A program of yours: it listens, or exports by default a Koa application, or a function that makes one. */
	file?: string;
	/** Any command, run by the shell: `npm run dev`. */
	command?: string;
	/** False for a command that watches its sources by itself. Default: true. */
	reload: boolean;
	/** Keep a process ready that has loaded all packages; it costs about 100 MB. Default: true. */
	spare: boolean;
}

/** Settings with every default filled in. */
export type CompleteSettings = Required<Settings> & {
	auth: AuthSettings & {passwordRules: PasswordRule[]};
	/** `hasPort`: it was set, and is no default. */
	server: ServerSettings & {hasPort: boolean};
	log: {maxBytes: number};
};

/** A project's place and its settings, valid and complete. */
export interface ConfiguredProject extends ProjectLocation {
	settings: CompleteSettings;
}

/** Marks the default export of `settings.ts`; gives it back unchanged. */
export function defineSettings(settings: Settings): Settings {
	return settings;
}

/**
 * Reads `.env`, then `settings.ts`.
 * @throws CommandError `settings`, one line a mistake; or why the file could not be imported
 */
export async function loadSettings({
	root,
	settingsFile,
}: ProjectLocation): Promise<CompleteSettings> {
	const env = path.join(root, '.env');
	if (existsSync(env)) process.loadEnvFile(env);
	const settings = (await importSource(settingsFile, root)).default;
	const mistakes = validateSettings(settings);
	if (mistakes.length > 0) {
		throw new CommandError(mistakes.join('\n'), {
			code: 'settings',
			hint: `Mend ${path.basename(settingsFile)}.`,
			file: settingsFile,
		});
	}
	return withDefaults(settings as Settings, root);
}

export function withDefaults(settings: Settings, root: string): CompleteSettings {
	const environment = settings.environment ?? process.env.NODE_ENV ?? 'development';
	return {
		...settings,
		name: settings.name ?? path.basename(root),
		database: settings.database,
		environment,
		debug: settings.debug ?? environment !== 'production',
		urls: settings.urls ?? './urls.ts',
		secretKeyFallbacks: settings.secretKeyFallbacks ?? [],
		allowedHosts: settings.allowedHosts ?? [],
		loginUrl: settings.loginUrl ?? '/accounts/login/',
		loginRedirectUrl: settings.loginRedirectUrl ?? '/accounts/profile/',
		logoutRedirectUrl: settings.logoutRedirectUrl ?? '/',
		templates: settings.templates ?? ['./templates'],
		passwordHashCost: settings.passwordHashCost ?? 12,
		auth: {...settings.auth, passwordRules: settings.auth?.passwordRules ?? usualPasswordRules},
		trustedProxies: settings.trustedProxies ?? [],
		silencedChecks: settings.silencedChecks ?? [],
		server: completeServer(settings.server),
		log: {maxBytes: settings.log?.maxBytes ?? 256 * 1024 * 1024},
	};
}

/** What stands under `server`, in settings or in a package.json, with every default filled in. */
export function completeServer(given: Settings['server'] = {}): CompleteSettings['server'] {
	const server = typeof given === 'string' ? {file: given} : given;
	const defaults = {host: '127.0.0.1', port: 8000, reload: true, spare: true};
	return {...defaults, ...server, hasPort: server.port !== undefined};
}

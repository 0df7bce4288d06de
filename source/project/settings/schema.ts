/**
 * The settings: the type, schema, default and description of each. The types of the package, the
 * error messages and the tables in the
 * documentation (`npm run settings`) come from it.
 */
import {isIP} from 'node:net';
import * as v from 'valibot';
import type {AuthEvent} from './auth-event.ts';
import {isPasswordRule, type PasswordRule, usualPasswordRules} from './password-rule.ts';

const text = v.string('a string');
const flag = v.boolean('true or false');
const texts = v.custom<string[]>(isListOf(isText), 'a list of strings');
const localUrl = v.custom<string>(
	value => isText(value) && value.startsWith('/'),
	'a path that starts with /',
);

/** Error messages leave its value out. */
const secret = <T extends v.GenericSchema>(schema: T) =>
	v.pipe(schema, v.metadata({isSecret: true}));

const drivers = ['sqlite', 'postgresql', 'mysql', 'mariadb', 'pglite', 'libsql'] as const;

const databaseSchema = v.pipe(
	v.object(
		{
			/** `sqlite`, `postgresql`, `mysql`, `mariadb`, `pglite` or `libsql`. */
			driver: v.picklist(drivers, `one of ${drivers.join(', ')}`),
			/**
			 * The file of a SQLite or libSQL database, or the folder of PGlite, relative to the project;
			 * otherwise the database's name.
			 */
			name: v.optional(text),
			/**
			 * Where the server is.
			 * @default the driver's
			 */
			host: v.optional(text),
			/**
			 * Its port.
			 * @default the driver's
			 */
			port: v.optional(between(1, 65535)),
			/**
			 * Who connects.
			 * @default the driver's
			 */
			user: v.optional(text),
			/** Keep it in `.env`. On a libSQL server, it is the token. */
			password: v.optional(secret(text)),
			/** `postgresql://user:password@host:5432/name`, instead of the five above. */
			url: v.optional(secret(text)),
			/** Other options of `MikroORM.init`. */
			options: v.optional(
				v.custom<Record<string, unknown>>(
					value => typeof value === 'object' && value !== null && !Array.isArray(value),
					'an object',
				),
			),
		},
		'an object',
	),
	v.forward(
		v.partialCheck(
			[['name'], ['url']],
			({name, url}) => (name ?? url) !== undefined,
			'a file or database name, or a url',
		),
		['name'],
	),
);

const authSchema = v.object(
	{
		/** Your own user entity, `accounts.User`, built from `userProperties`. */
		user: v.optional(
			v.custom<string>(
				value => isText(value) && /^[\w-]+\.\w+$/.test(value),
				"an app's label and one of its entities, such as 'accounts.User'",
			),
		),
		/**
		 * The rules for new passwords: names of rules, rules with options, and your own functions. Every
		 * broken rule is reported, in this order.
		 * @example ['similarity', {name: 'length', minimum: 12}, 'common', async password => (await isPwned(password)) && 'This password was stolen somewhere.']
		 */
		passwordRules: v.optional(
			v.custom<PasswordRule[]>(
				isListOf(isPasswordRule),
				`a list of ${usualPasswordRules.join(', ')}, objects such as {name: 'length', minimum: 12}, and functions`,
			),
			usualPasswordRules,
		),
		/**
		 * Called after each login, failed login, lockout, logout, change or reset of a password, and for each new
		 * superuser. What it throws is logged, and changes nothing.
		 */
		onEvent: v.optional(
			v.custom<(event: AuthEvent) => unknown>(value => typeof value === 'function', 'a function'),
		),
	},
	'an object',
);

const serverSchema = v.object(
	{
		/**
		 * Your own program, relative to the project; `server: './server.ts'` is short for it. It listens by
		 * itself, or its default export is a Koa application or a function that returns one.
		 */
		file: v.optional(text),
		/** A shell command instead of a program: `npm run dev`. */
		command: v.optional(text),
		/** Where the server listens. */
		host: v.optional(text, '127.0.0.1'),
		/** 0 takes any free port. */
		port: v.optional(between(0, 65535), 8000),
		/** `false` for a command that watches its own sources. */
		reload: v.optional(flag, true),
		/**
		 * Keeps a second process ready, with all packages loaded, so that restarts are faster. It takes
		 * about 100 MB of memory.
		 */
		spare: v.optional(flag, true),
		/**
		 * More files that restart the application: `['data/*.csv', '../config']`. A pattern is relative to the
		 * project; a folder means all files in it.
		 */
		watch: v.optional(texts, []),
		/** Files that do not restart it, imported or not: `['build-info.json', 'generated']`. */
		ignore: v.optional(texts, []),
	},
	'a file, or an object',
);

const duration = v.custom<string>(
	value => isText(value) && /^(?:0|\d+(?:\.\d+)?(?:ms|s|min))$/.test(value),
	"a time such as '500ms', '2s' or '1.5min', or '0'",
);

const migrationsSchema = v.object(
	{
		/**
		 * How long a migration waits for a lock, in which all others wait behind it. Then it gives way, and tries
		 * again after a pause. `'0'` waits for as long as it takes.
		 */
		lockTimeout: v.optional(duration, '2s'),
		/** How often it tries again. */
		lockRetries: v.optional(between(0, 1_000_000), 30),
		/** Whether `makemigrations` always writes changes as with `--online`. */
		online: v.optional(flag, false),
		/** How long a statement may run; `'0'` leaves it to the database. */
		statementTimeout: v.optional(duration, '0'),
	},
	'an object',
);

const logSchema = v.object(
	{
		/** The size in bytes at which the server starts a new file. */
		maxBytes: v.optional(between(1024, Number.MAX_SAFE_INTEGER), 256 * 1024 * 1024),
		/** Whether the line of each request ends with the visitor's address and user name. */
		visitors: v.optional(flag, false),
	},
	'an object',
);

const emailSchema = v.object(
	{
		/**
		 * `console` prints e-mails to the log, `file` writes each into `.quarterdeck/emails/`, and a URL sends them:
		 * `smtps://user:password@mail.example.com`, or `smtp://` for STARTTLS. Keep it in `.env`.
		 */
		transport: v.optional(
			secret(
				v.custom<string>(
					isTransport,
					"'console', 'file', or a URL such as smtps://user:password@mail.example.com",
				),
			),
			'console',
		),
		/** The sender: `shop@example.com` or `The shop <shop@example.com>`. */
		from: v.optional(
			v.custom<string>(
				value =>
					isText(value) &&
					/^(?:[^<>@\p{C}]+ <[^\s<>@,]+@[^\s<>@,]+>|[^\s<>@,]+@[^\s<>@,]+)$/u.test(value),
				"an address such as 'The shop <shop@example.com>'",
			),
			'webmaster@localhost',
		),
	},
	'an object',
);

export const settingsSchema = v.object({
	/**
	 * The project's name on the screen.
	 * @default the folder's name
	 */
	name: v.optional(text),
	/** Folders (`./accounts`) and packages (`quarterdeck/auth`), in the order they are loaded. */
	apps: texts,
	/**
	 * `driver` (`sqlite`, `postgresql`, `mysql`, `mariadb`, `pglite`, `libsql`) with `name`, `host`, `port`, `user`,
	 * `password`, or `url`; other options of `MikroORM.init` in `options`.
	 */
	database: databaseSchema,
	/** The file whose default export is the list of routes. */
	urls: v.optional(text, './urls.ts'),
	/** Signs cookies; use at least 32 characters. Keep it in `.env`, which is loaded before the settings. */
	secretKey: secret(
		v.custom<string>(value => isText(value) && value !== '', 'a string that is not empty'),
	),
	/** Older keys that are still accepted, newest first. */
	secretKeyFallbacks: v.optional(secret(texts), []),
	/** Host names that the server answers to; besides localhost, except in production. */
	allowedHosts: v.optional(texts, []),
	/**
	 * Error pages with routes, source and stack.
	 * @default `true`, except in production
	 */
	debug: v.optional(flag),
	/**
	 * `development`, `production`, or a name of your own.
	 * @default `NODE_ENV` or `development`
	 */
	environment: v.optional(text, () => process.env.NODE_ENV ?? 'development'),
	/** Where people log in. */
	loginUrl: v.optional(localUrl, '/accounts/login/'),
	/** Where a login without `?next=` leads. */
	loginRedirectUrl: v.optional(localUrl, '/accounts/profile/'),
	/** Where a logout leads. */
	logoutRedirectUrl: v.optional(localUrl, '/'),
	/** Folders with templates that take precedence over those of the apps. */
	templates: v.optional(texts, ['./templates']),
	/** The cost of bcrypt, 4 to 15. */
	passwordHashCost: v.optional(between(4, 15), 12),
	/**
	 * For the app `quarterdeck/auth`: `user` names your own entity, `passwordRules` lists the rules for
	 * passwords, `onEvent` hears of logins, failures and changes.
	 * @see docs/users.md#your-own-user-entity
	 */
	auth: v.optional(authSchema, {}),
	/**
	 * Addresses and networks (`10.0.0.0/8`) of proxies in front of the server. Their `X-Forwarded-For` and
	 * `X-Forwarded-Proto` headers are trusted.
	 */
	trustedProxies: v.optional(
		v.custom<string[]>(
			isListOf(isNetwork),
			"a list of addresses and networks, such as ['10.0.0.0/8']",
		),
		[],
	),
	/** Ids of findings that `check` leaves out: `security.W008`. */
	silencedChecks: v.optional(texts, []),
	/**
	 * What the development server runs instead of `urls`, and where. A string is the file of your own
	 * server.
	 * @see docs/server.md#what-it-runs
	 */
	server: v.optional(
		v.lazy(given =>
			isText(given)
				? v.pipe(
						text,
						v.transform(file => v.parse(serverSchema, {file})),
					)
				: serverSchema,
		),
		{},
	),
	/**
	 * How migrations treat a live site: `lockTimeout`, `lockRetries`, `online`, `statementTimeout`.
	 * @see docs/migrations.md#on-a-live-site
	 */
	migrations: v.optional(migrationsSchema, {}),
	/**
	 * How e-mails are sent: `transport` is `console`, `file` or an SMTP URL, `from` is the sender.
	 * @see docs/users.md#e-mail
	 */
	email: v.optional(emailSchema, {}),
	/**
	 * The log: `maxBytes` is the size at which the development server starts a new file, `visitors` adds
	 * address and user name to the line of each request.
	 */
	log: v.optional(logSchema, {}),
});

function between(low: number, high: number) {
	return v.custom<number>(
		value => Number.isInteger(value) && (value as number) >= low && (value as number) <= high,
		`a whole number from ${low} to ${high}`,
	);
}

function isText(value: unknown): value is string {
	return typeof value === 'string';
}

function isTransport(value: unknown): boolean {
	if (value === 'console' || value === 'file') return true;
	if (!isText(value) || !URL.canParse(value)) return false;
	const {protocol, hostname, username, password} = new URL(value);
	return /^smtps?:$/.test(protocol) && hostname !== '' && isDecodable(username + password);
}

function isDecodable(text: string): boolean {
	try {
		return decodeURIComponent(text) !== undefined;
	} catch {
		return false;
	}
}

function isListOf(isItem: (item: unknown) => boolean): (value: unknown) => boolean {
	return value => Array.isArray(value) && value.every(isItem);
}

function isNetwork(value: unknown): boolean {
	if (!isText(value)) return false;
	const [address = '', prefix, ...rest] = value.split('/');
	const bits = isIP(address) === 4 ? 32 : 128;
	const fits = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
	return isIP(address) !== 0 && fits && rest.length === 0;
}

export {
	type ArgumentDefinition,
	type CommandContext,
	type CommandDefinition,
	defineCommand,
	type FlagDefinition,
} from './app-commands/define-command.ts';
export {type CheckContext, type Checks, defineChecks} from './checks/define-checks.ts';
export type {Finding, Level} from './checks/finding.ts';
export {CommandError} from './errors.ts';
export {
	type AppDescription,
	describeProject,
	type MigrateOptions,
	type MigrateResult,
	type MigrationRun,
	migrate,
	type ProjectDescription,
	type ProjectOptions,
} from './library.ts';
export {type AppDefinition, defineApp} from './project/app-registry.ts';
export type {AppMiddleware, Middleware, Site} from './project/middleware.ts';
export type {
	NamedPasswordRule,
	OwnPasswordRule,
	PasswordOwner,
	PasswordRule,
} from './project/password-rule.ts';
export {
	type Context,
	type Inclusion,
	include,
	path,
	type Route,
	type Routes,
	type Session,
	type View,
} from './project/routes.ts';
export {
	type AuthSettings,
	type CompleteSettings,
	type DatabaseSettings,
	defineSettings,
	type Settings,
} from './project/settings.ts';
export type {Event, LogLevel} from './runs/events.ts';
export type {Application} from './server/application.ts';
export {type ApplicationOptions, createApplication} from './server/create-application.ts';
export {csrfExempt} from './server/csrf-exemption.ts';
export type {Prompt} from './terminal/prompt.ts';

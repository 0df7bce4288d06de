export {type CheckContext, type Checks, defineChecks} from './checks/define-checks.ts';
export type {Finding, Level} from './checks/finding/finding.ts';
export {
	type ArgumentDefinition,
	type CommandContext,
	type CommandDefinition,
	defineCommand,
	type FlagDefinition,
} from './command-definition/define-command.ts';
export type {Email} from './email/message.ts';
export {sendEmail} from './email/send-email.ts';
export {CommandError} from './errors/command-error.ts';
export {
	type AppDescription,
	describeProject,
	type MigrateOptions,
	type MigrateResult,
	type MigrationRun,
	migrate,
	type ProjectDescription,
	type ProjectOptions,
} from './library/index.ts';
export {type BackfillDefinition, defineBackfill} from './migrations/backfill/define-backfill.ts';
export {type AppDefinition, defineApp} from './project/apps/app-registry.ts';
export type {AppMiddleware, Middleware, Site} from './project/apps/middleware.ts';
export type {PathParameters} from './project/apps/pattern-types.ts';
// With names, a project could not add to them.
export type * from './project/apps/project-types.ts';
export {
	type Context,
	type Inclusion,
	include,
	type LoggedIn,
	path,
	type Route,
	type Routes,
	type View,
	type Views,
} from './project/apps/routes.ts';
export type {AuthEvent} from './project/settings/auth-event.ts';
export type {
	NamedPasswordRule,
	OwnPasswordRule,
	PasswordOwner,
	PasswordRule,
} from './project/settings/password-rule.ts';
export {
	type AuthSettings,
	type CompleteSettings,
	type DatabaseSettings,
	defineSettings,
	type Settings,
} from './project/settings/settings.ts';
export type {Event, LogLevel} from './runs/events.ts';
export type {Application} from './server/web/application.ts';
export {type ApplicationOptions, createApplication} from './server/web/create-application.ts';
export {csrfExempt} from './server/web/csrf-exemption.ts';
export {getOr404} from './server/web/get-or-404.ts';
export {urlFor} from './server/web/url-for.ts';
export type {Prompt} from './terminal/prompt.ts';
export type {TestClient} from './testing/client.ts';
export {createTestClient, type TestClientOptions} from './testing/create-test-client.ts';
export type {TestResponse} from './testing/response.ts';

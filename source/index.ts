export {CommandError} from './errors.ts';
export {type AppDefinition, defineApp} from './project/app-registry.ts';
export {
	type Context,
	type Inclusion,
	include,
	path,
	type Route,
	type Routes,
	type View,
} from './project/routes.ts';
export {type DatabaseSettings, defineSettings, type Settings} from './project/settings.ts';

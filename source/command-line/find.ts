import {
	type AppCommandFile,
	findAppCommands,
	loadAppCommand,
} from '../command-definition/app-commands.ts';
import type {CommandSignature} from '../command-definition/define-command.ts';
import type {Invocation} from '../command-definition/invocation.ts';
import {runAppCommand} from '../command-definition/run-app-command.ts';
import {
	CommandError,
	type ExitCode,
	exitCodes,
	isCommandError,
	messageOf,
} from '../errors/command-error.ts';
import {openProject} from '../project/open/open.ts';
import type {Project} from '../project/project.ts';
import type {Event} from '../runs/events.ts';
import {closest} from '../words/closest.ts';
import {commands} from './commands.ts';

/** A built-in command or one of an app. */
export interface FoundCommand {
	name: string;
	summary: string;
	signature: CommandSignature;
	/** @param values from `readWords` */
	run(values: Record<string, any>, invocation: Invocation): AsyncGenerator<Event, ExitCode | void>;
}

/** @throws CommandError `unknown-command`, or why the project or the command cannot be loaded */
export async function findCommand(name: string, directory: string): Promise<FoundCommand> {
	const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
	if (entry) {
		const command = (await entry.load()).default;
		const run = (values: Record<string, any>, invocation: Invocation) =>
			command.run(values, invocation);
		return {name, summary: entry.summary, signature: command, run};
	}
	const project = await projectFor(name, directory);
	const own = project ? findAppCommands(project) : [];
	const found = own.find(command => command.name === name);
	if (found) return appCommand(found, project!);
	throw unknown(name, own);
}

async function appCommand(file: AppCommandFile, project: Project): Promise<FoundCommand> {
	const definition = await loadAppCommand(file, project.root);
	return {
		name: file.name,
		summary: definition.summary,
		signature: definition,
		run: (values, invocation) => runAppCommand(definition, values, project, invocation),
	};
}

/** Without an app in the name, a project that cannot be opened is not the problem to report. */
async function projectFor(name: string, directory: string): Promise<Project | undefined> {
	try {
		return await openProject(directory);
	} catch (error) {
		if (!isCommandError(error) || (name.includes(':') && error.code !== 'no-project')) throw error;
		return undefined;
	}
}

/** What MikroORM's command line calls our commands. */
const stockNames: Record<string, string> = {
	'migration:create': 'makemigrations',
	'migration:check': 'makemigrations --check',
	'migration:up': 'migrate',
	'migration:down': 'migrate TARGET',
	'migration:list': 'showmigrations',
	'migration:pending': 'migrate --plan',
};

function unknown(name: string, own: AppCommandFile[]): CommandError {
	const nearest = closest(name, [...Object.keys(commands), ...own.map(({name}) => name)]);
	const ofAnApp = own.find(command => command.name.endsWith(`:${name}`))?.name;
	const meant = (Object.hasOwn(stockNames, name) && stockNames[name]) || (ofAnApp ?? nearest);
	const question = meant === undefined ? '' : ` Did you mean ${meant}?`;
	return new CommandError(`Unknown command: '${name}'.${question}`, {
		code: 'unknown-command',
		exitCode: exitCodes.usage,
		hint: "Type 'quarterdeck help' for usage.",
	});
}

export interface ListedCommand {
	name: string;
	/** Its heading: a built-in group, or the app's label. */
	group: string;
	summary: string;
}

/** All commands, those of apps last. Works without a valid project. */
export async function listCommands(directory: string): Promise<ListedCommand[]> {
	const ours = Object.entries(commands).map(([name, {group, summary}]) => ({name, group, summary}));
	return [...ours, ...(await listAppCommands(directory))];
}

async function listAppCommands(directory: string): Promise<ListedCommand[]> {
	let project: Project;
	try {
		project = await openProject(directory);
	} catch {
		return [];
	}
	const listed = findAppCommands(project).map(async found => {
		const group = found.app.label;
		try {
			const {summary} = await loadAppCommand(found, project.root);
			return [{name: found.name, group, summary}];
		} catch (error) {
			// A file without a command is ignored.
			if (isCommandError(error) && ['no-command', 'app-command'].includes(error.code)) return [];
			return [{name: found.name, group, summary: `cannot be loaded: ${messageOf(error)}`}];
		}
	});
	return (await Promise.all(listed)).flat();
}

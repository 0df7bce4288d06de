import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../errors/command-error.ts';
import type {App} from '../project/apps/app-registry.ts';
import {importSource} from '../project/import/import-source.ts';
import type {Project} from '../project/project.ts';
import type {CommandDefinition} from './define-command.ts';
import {mistakeIn} from './mistake.ts';

/** A command of an app, as it lies on disk; its code is not loaded. */
export interface AppCommandFile {
	/** As it is typed: `books:import`. */
	name: string;
	app: App;
	/** Absolute path. */
	file: string;
}

/** A file that starts with another sign, `_rows.ts` say, is no command but may be used by some. */
const commandFile = /^([a-z][\w-]*)\.[cm]?[jt]s$/i;
const noCommand = /\.(?:d|test|spec)\.[cm]?[jt]s$/;

/**
 * The commands of all apps, by app and name. A plain MikroORM project has none: a folder of that name
 * means something else there.
 */
export function findAppCommands({apps, kind}: Project): AppCommandFile[] {
	return kind === 'quarterdeck' ? apps.flatMap(commandsOf) : [];
}

function commandsOf(app: App): AppCommandFile[] {
	const folder = path.join(app.folder, 'commands');
	if (!existsSync(folder)) return [];
	const files = new Map<string, string>();
	// Sorted, so that of a source and what was compiled from it the source (.ts) wins.
	for (const file of readdirSync(folder).sort()) {
		const name = noCommand.test(file) ? undefined : commandFile.exec(file)?.[1];
		if (name) files.set(name, path.join(folder, file));
	}
	return [...files].map(([name, file]) => ({name: `${app.label}:${name}`, app, file}));
}

/** @throws CommandError `import-failed`, `no-command`, `app-command` for a mistake in its definition */
export async function loadAppCommand(
	{file}: AppCommandFile,
	root: string,
): Promise<CommandDefinition> {
	const definition = (await importSource(file, root)).default;
	const mistake = mistakeIn(definition);
	if (!mistake) return definition as CommandDefinition;
	throw new CommandError(`${path.relative(root, file)} ${mistake}.`, {
		code:
			typeof (definition as Partial<CommandDefinition>)?.run === 'function'
				? 'app-command'
				: 'no-command',
		hint: "Expected: export default defineCommand({summary: '…', async run(values, {em, log}) { … }})",
		file,
	});
}

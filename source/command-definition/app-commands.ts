import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../errors/command-error.ts';
import type {App} from '../project/apps/app-registry.ts';
import {importSource} from '../project/import/import-source.ts';
import type {Project} from '../project/project.ts';
import type {CommandDefinition} from './define-command.ts';
import {mistakeIn} from './mistake.ts';

/** A command of an app on disk; its code is not loaded. */
export interface AppCommandFile {
	/** Its full name: `books:import`. */
	name: string;
	app: App;
	/** Absolute path. */
	file: string;
}

/** `_rows.ts`, `import.test.ts` and `import.d.ts` are no commands. */
const commandFile = /^([a-z][\w-]*)\.[cm]?[jt]s$/i;

/** By app and name. A plain MikroORM project has none: its `commands` folder means something else. */
export function findAppCommands({apps, kind}: Project): AppCommandFile[] {
	return kind === 'quarterdeck' ? apps.flatMap(commandsOf) : [];
}

function commandsOf(app: App): AppCommandFile[] {
	const folder = path.join(app.folder, 'commands');
	if (!existsSync(folder)) return [];
	const files = new Map<string, string>();
	// Sorted, so that the source (.ts) takes precedence over its compiled file.
	for (const file of readdirSync(folder).sort()) {
		const name = commandFile.exec(file)?.[1];
		if (name) files.set(name, path.join(folder, file));
	}
	return [...files].map(([name, file]) => ({name: `${app.label}:${name}`, app, file}));
}

/** @throws CommandError `import-failed`, `no-command`, `app-command` for an invalid definition */
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

import path from 'node:path';
import type {CommandLine} from '../command-line/parse.ts';
import {StatusWatch} from '../runs/status-watch.ts';
import {wantsLines} from './drawing/theme.ts';

/** Opens the dashboard and waits until it is left. @returns the exit code */
export async function openDashboard(line: CommandLine): Promise<number> {
	if (wantsLines(process.env)) return (await import('./screen/line-mode.ts')).runLineMode(line);
	// Another process reads the project, while this one loads what it draws with.
	const watch = new StatusWatch(path.resolve(line.directory));
	const {openScreen} = await import('./screen/open-screen.ts');
	return openScreen(line, watch);
}

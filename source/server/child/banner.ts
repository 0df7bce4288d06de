import path from 'node:path';
import {messageOf} from '../../errors/command-error.ts';
import {readMigrationState, unappliedNotice} from '../../migrations/graph/state.ts';
import type {Project} from '../../project/project.ts';
import {packageVersion} from '../../system/package-files.ts';
import {isPublic, urlOf} from '../control/address.ts';
import type {Listening} from '../control/messages.ts';

/** The log keeps colours; readers may drop them. */
const red = (text: string) => `\u001B[31m${text}\u001B[0m`;
const yellow = (text: string) => `\u001B[33;1m${text}\u001B[0m`;

/** The lines printed at each start and reload: unapplied migrations first. */
export async function banner(
	project: Project,
	at: Listening,
	{now = new Date(), notice}: {now?: Date; notice?: string[]} = {},
): Promise<string> {
	const settings = path.relative(project.root, project.settingsFile);
	const lines = [
		...(notice ?? (await noticeLines(project))).map(red),
		dateLine(now),
		`Quarterdeck version ${packageVersion()}, using settings ${settings}`,
		`Starting development server at ${urlOf(at)}`,
		'',
		yellow('WARNING: This is a development server. Do not use it in a production setting.'),
		...(at.path === undefined && isPublic(at.host)
			? [yellow(`WARNING: Other machines can connect to it, because it listens on ${at.host}.`)]
			: []),
	];
	return `${lines.join('\n')}\n`;
}

/** Django's two lines about unapplied migrations, or why they cannot be counted. */
export async function noticeLines(project: Project): Promise<string[]> {
	try {
		return unappliedNotice(await readMigrationState(project));
	} catch (error) {
		return messageOf(error).split('\n');
	}
}

const months = [
	...['January', 'February', 'March', 'April', 'May', 'June'],
	...['July', 'August', 'September', 'October', 'November', 'December'],
];

/** `November 24, 2026 - 22:13:12`, local time. `Intl` would keep the first answer waiting for 20 ms. */
function dateLine(now: Date): string {
	const day = String(now.getDate()).padStart(2, '0');
	const time = now.toTimeString().slice(0, 8);
	return `${months[now.getMonth()]} ${day}, ${now.getFullYear()} - ${time}`;
}

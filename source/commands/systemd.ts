import path from 'node:path';
import type {Command} from '../command-definition/command.ts';
import {openProject} from '../project/open/open.ts';
import {findProject} from '../project/settings/find.ts';
import {serverTargetOf} from '../server/control/server-settings.ts';
import {systemdUnit} from '../server/production/systemd-unit.ts';

const command: Command = {
	options: {
		user: {type: 'boolean', help: 'For your own systemd, without root.'},
	},

	async *run({directory, options}) {
		const project = await openProject(findProject(directory).root);
		const isUsers = options.user === true;
		const unit = systemdUnit(project, serverTargetOf(project), isUsers);
		yield {type: 'result', value: {unit}, text: unit};
		yield {type: 'log', level: 'warning', text: nextSteps(path.basename(project.root), isUsers)};
	},
};

export default command;

/** On the error stream, so that the unit alone goes into the file. */
function nextSteps(folder: string, isUsers: boolean): string {
	const name = folder.replace(/[^\w.-]+/g, '-');
	const file = isUsers
		? `~/.config/systemd/user/${name}.service`
		: `/etc/systemd/system/${name}.service`;
	const systemctl = isUsers ? 'systemctl --user' : 'systemctl';
	return [
		`Write it to ${file}, then run:`,
		`    ${systemctl} daemon-reload`,
		`    ${systemctl} enable --now ${name}`,
		...(isUsers ? ['    loginctl enable-linger'] : []),
	].join('\n');
}

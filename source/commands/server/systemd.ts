import path from 'node:path';
import {defineCommand} from '../../command-definition/define-command.ts';
import {openProject} from '../../project/open/open.ts';
import {findProject} from '../../project/settings/find.ts';
import {log} from '../../runs/events.ts';
import {serverTargetOf} from '../../server/control/server-settings.ts';
import {runsAsRoot, systemdUnit} from '../../server/production/systemd-unit.ts';

export default defineCommand({
	flags: {
		user: {type: 'boolean', help: 'print a unit for your own systemd, which needs no root'},
	},

	async *run({user}, {directory}) {
		const project = await openProject(findProject(directory).root);
		const target = serverTargetOf(project);
		const unit = systemdUnit(project, target, user);
		yield {type: 'result', value: {unit}, text: unit};
		yield log.warning(nextSteps(path.basename(project.root), user));
		if (target.kind === 'urls' && project.settings.allowedHosts.length === 0)
			yield log.warning(withoutHosts);
		if (!user && runsAsRoot(project.root)) yield log.warning(asRoot(project.root));
	},
});

const withoutHosts = [
	'WARNING: allowedHosts is empty, so in production the site refuses every request.',
	"Name its host in the settings: allowedHosts: ['www.example.com'].",
].join('\n');

function asRoot(root: string): string {
	return [
		'WARNING: The project belongs to root, so this unit runs the server as root. Give it a user of its own first:',
		'    useradd --system --no-create-home app',
		`    chown -R app: ${root}`,
		'and print the unit again.',
	].join('\n');
}

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

import {findProject} from '../project/find.ts';
import {openProject} from '../project/open.ts';
import {servedBy} from '../server/served.ts';
import {systemdUnit} from '../server/systemd-unit.ts';
import type {Command} from './command.ts';

const command: Command = {
	async *run({directory}) {
		const project = await openProject(findProject(directory).root);
		const text = systemdUnit(project, servedBy(project));
		yield {type: 'log', level: 'info', text};
	},
};

export default command;

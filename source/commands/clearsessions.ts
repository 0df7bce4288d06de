import type {Command} from '../command-definition/command.ts';
import {openProject} from '../project/open/open.ts';
import {openOrm} from '../project/open/open-orm.ts';
import {requireSettings} from '../project/project.ts';
import {importBuiltIn} from '../users/accounts.ts';

const command: Command = {
	async *run({directory}) {
		const project = await openProject(directory);
		requireSettings(project, 'it has no sessions of ours');
		const {module} = await importBuiltIn(project, 'quarterdeck/sessions', 'sessions');
		const {orm} = await openOrm(project);
		try {
			const count: number = await module.removeExpiredSessions(orm.em.fork());
			yield {type: 'log', level: 'info', text: `Deleted ${count} expired session(s).`};
		} finally {
			await orm.close(true);
		}
	},
};

export default command;

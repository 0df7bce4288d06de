import {defineCommand} from '../../command-definition/define-command.ts';
import {openProject} from '../../project/open/open.ts';
import {requireSettings} from '../../project/project.ts';
import {log} from '../../runs/events.ts';
import {importBuiltIn} from '../../users/accounts.ts';
import {plural} from '../../words/plural.ts';

export default defineCommand({
	async *run(_, {directory}) {
		const project = await openProject(directory);
		requireSettings(project, 'it has no sessions of ours');
		const {module} = await importBuiltIn(project, 'quarterdeck/sessions', 'sessions');
		const {orm} = await project.access.openOrm(project);
		try {
			const count: number = await module.removeExpiredSessions(orm.em.fork());
			yield log.info(`Deleted ${plural(count, 'expired session')}.`);
		} finally {
			await orm.close(true);
		}
	},
});

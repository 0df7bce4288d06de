import {hostname} from 'node:os';
import {defineCommand} from '../../command-definition/define-command.ts';
import {deliver} from '../../email/deliver.ts';
import {openProject} from '../../project/open/open.ts';
import {requireSettings} from '../../project/project.ts';
import {log} from '../../runs/events.ts';

export default defineCommand({
	arguments: {address: {many: true}},
	async *run({address: to}, {directory}) {
		const project = await openProject(directory);
		requireSettings(project, 'its e-mails are its own');
		const subject = `Test email from ${hostname()} on ${new Date().toISOString()}`;
		const text = "If you're reading this, it was successful.";
		const printed = await deliver(project.settings, {to, subject, text});
		if (printed !== undefined) yield log.info(printed);
		else if (project.settings.email.transport === 'file')
			yield log.success('The e-mail was written into .quarterdeck/emails/.');
		else yield log.success(`The server accepted the e-mail to ${to.join(', ')}.`);
	},
});

import {defineCommand} from '../../command-definition/define-command.ts';
import {exitCodes} from '../../errors/command-error.ts';
import {type DriftReport, findDrift} from '../../migrations/drift/drift.ts';
import {refuseSqlServer} from '../../migrations/mikro-orm/unsupported-driver.ts';
import {appOf} from '../../project/apps/app-registry.ts';
import {unreachable} from '../../project/database/address.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import {openProject} from '../../project/open/open.ts';
import type {Paint} from '../../terminal/colours.ts';
import {sanitise} from '../../terminal/sanitise.ts';

export default defineCommand({
	arguments: {
		labels: {many: true, optional: true, value: 'APP', help: 'the apps to compare (default: all)'},
	},
	async *run({labels}, {directory, paint}) {
		const project = await openProject(directory);
		refuseSqlServer(project);
		const apps = labels.map(label => appOf(project.apps, label));
		const database = await connectDatabase(project);
		await database?.close();
		if (!database) throw unreachable(project, new Error('the file does not exist yet'));
		const open = await project.access.openOrm(project);
		try {
			const report = await findDrift(project, open, apps.length > 0 ? apps : undefined);
			yield {type: 'result', value: report, text: textOf(report, paint)};
			return report.drift.length > 0 ? exitCodes.failed : exitCodes.done;
		} finally {
			await open.orm.close(true);
		}
	},
});

function textOf({drift, skipped}: DriftReport, paint: Paint): string {
	const labels = [...new Set(drift.map(({app}) => app))];
	const lines = labels.flatMap(label => [
		paint('strong', label ?? 'of no app'),
		...drift.filter(({app}) => app === label).map(({text}) => `  ${sanitise(text)}`),
	]);
	const notes = skipped.map(({app, reason}) =>
		paint('warning', `${app} was not compared: ${reason}.`),
	);
	return [...(lines.length > 0 ? lines : ['No drift detected']), ...notes].join('\n');
}

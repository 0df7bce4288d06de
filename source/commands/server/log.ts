import {defineCommand} from '../../command-definition/define-command.ts';
import {findProject} from '../../project/settings/find.ts';
import {whyStateIsUnreadable} from '../../runs/unreadable-state.ts';
import {isLogHeader, readLogEnd, serverLogPath} from '../../server/control/log-file.ts';
import {lineEvent, ServerLines} from '../../server/control/server-lines.ts';

export default defineCommand({
	flags: {
		follow: {type: 'boolean', help: 'keep printing new lines until ^C'},
	},

	async *run({follow}, {directory, signal}) {
		const {root} = findProject(directory);
		const unreadable = whyStateIsUnreadable(root);
		if (unreadable) throw unreadable;
		const file = serverLogPath(root);
		if (!follow) {
			for (const line of readLogEnd(file)) {
				if (!isLogHeader(line)) yield lineEvent(line);
			}
			return;
		}
		const lines = new ServerLines(file);
		try {
			while (!signal.aborted) {
				yield* lines.take();
				await lines.more(signal);
			}
		} finally {
			lines.close();
		}
	},
});

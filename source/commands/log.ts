import type {Command} from '../command-definition/command.ts';
import {findProject} from '../project/settings/find.ts';
import {whyStateIsUnreadable} from '../runs/unreadable-state.ts';
import {isLogHeader, readLogEnd, serverLogPath} from '../server/control/log-file.ts';
import {lineEvent, ServerLines} from '../server/control/server-lines.ts';

const command: Command = {
	options: {
		follow: {type: 'boolean', help: 'Go on with what comes, until ^C.'},
	},

	async *run({directory, options, signal}) {
		const {root} = findProject(directory);
		const unreadable = whyStateIsUnreadable(root);
		if (unreadable) throw unreadable;
		const file = serverLogPath(root);
		if (!options.follow) {
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
};

export default command;

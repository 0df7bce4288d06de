import {findProject} from '../project/find.ts';
import {whyStateIsUnreadable} from '../runs/unreadable-state.ts';
import {isLogHeader, readLogEnd, serverLogPath} from '../server/log-file.ts';
import {lineEvent, ServerLines} from '../server/server-lines.ts';
import type {Command} from './command.ts';

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

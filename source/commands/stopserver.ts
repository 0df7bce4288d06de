import {findProject} from '../project/find.ts';
import {operatorName} from '../runs/operator.ts';
import {stopServer} from '../server/control.ts';
import type {Command} from './command.ts';

const command: Command = {
	journal: true,

	async *run({directory}) {
		const {root} = findProject(directory);
		const wasRunning = await stopServer(root, {operator: operatorName()});
		const text = wasRunning ? 'Server stopped.' : 'No server is running.';
		yield {type: 'log', level: 'info', text};
	},
};

export default command;

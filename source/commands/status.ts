import type {Command} from './command.ts';

const command: Command = {
	async *run() {},
};

export default command;

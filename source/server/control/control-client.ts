import {connect} from 'node:net';
import {parseLine} from '../../runs/files/file-ends.ts';
import {type ControlAnswer, type ControlRequest, controlSocketPath} from './control-socket.ts';
import {readServerRecord} from './server-state.ts';

/**
 * Sends one command, which the server drops if we no longer wait for the answer.
 * @returns `absent` if no server listens, `silent` if one listens but does not answer
 */
export function ask(
	root: string,
	command: Omit<ControlRequest, 'v'>,
	milliseconds: number,
): Promise<ControlAnswer | 'absent' | 'silent'> {
	const request: ControlRequest = {v: 1, ...command};
	return new Promise(resolve => {
		let text = '';
		// A runner that ends before it listens leaves an empty path.
		const file = readServerRecord(root)?.socket || controlSocketPath(root);
		const connection = connect(file);
		const timer = setTimeout(() => end('silent'), milliseconds);
		const end = (answer: ControlAnswer | 'absent' | 'silent') => {
			clearTimeout(timer);
			connection.destroy();
			resolve(answer);
		};
		connection.once('connect', () => connection.write(`${JSON.stringify(request)}\n`));
		connection.setEncoding('utf8').on('data', chunk => {
			text += chunk;
		});
		connection.on('end', () => end(parseLine<ControlAnswer>(text) ?? 'absent'));
		connection.on('error', () => end('absent'));
	});
}

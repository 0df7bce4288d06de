import {isCommandError} from '../../errors/command-error.ts';
import type {Question} from '../control/messages.ts';
import type {ApplicationProcess, Listeners} from './application-process.ts';
import type {ChildProcesses} from './child-processes.ts';
import type {SocketPool} from './socket-pool.ts';
import type {StartRefusal} from './start-refusal.ts';

/** Gives sockets to an application once earlier ones accept no more connections. */
export async function answerQuestion(
	application: ApplicationProcess,
	question: Question,
	{
		children,
		sockets,
		refusal,
	}: {children: ChildProcesses; sockets: SocketPool; refusal: StartRefusal},
): ReturnType<Listeners['asked']> {
	if (question.what === 'release') {
		await children.othersGone(application);
		sockets.releaseAllBut(undefined);
		return {};
	}
	await children.othersClosed(application);
	try {
		const {handle} = await sockets.hold(question, application);
		return {handle};
	} catch (error) {
		if (!isCommandError(error)) throw error;
		return {refusal: refusal.ofSocket(error)};
	}
}

/** The child's side of its IPC channel to the runner. */
import type {Answer, FromChild, Question} from '../control/messages.ts';

type Answered = (answer: Answer & {handle?: unknown}) => void;

const waiting = new Map<number, Answered>();
let questions = 0;

export function sendToRunner(message: FromChild): void {
	if (process.connected) process.send?.(message, undefined, undefined, () => {});
}

/** Never settles if the runner is gone: the child is about to exit then. */
export function askRunner(question: Question): Promise<Answer & {handle?: unknown}> {
	const id = questions++;
	return new Promise(resolve => {
		waiting.set(id, resolve);
		sendToRunner({type: 'question', id, question});
	});
}

export function receiveAnswer(id: number, answer: Answer, handle: unknown): void {
	waiting.get(id)?.({...answer, handle});
	waiting.delete(id);
}

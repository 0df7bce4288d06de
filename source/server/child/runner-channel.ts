/** The child's end of its line to the runner. */
import type {Answer, FromChild, Question} from '../control/messages.ts';

type Answered = (answer: Answer & {handle?: unknown}) => void;

const waiting = new Map<number, Answered>();
let questions = 0;

export function tellRunner(message: FromChild): void {
	if (process.connected) process.send?.(message, undefined, undefined, () => {});
}

/** Never settles when the runner is gone: the child is about to leave then. */
export function askRunner(question: Question): Promise<Answer & {handle?: unknown}> {
	const id = questions++;
	return new Promise(resolve => {
		waiting.set(id, resolve);
		tellRunner({type: 'question', id, question});
	});
}

export function hearAnswer(id: number, answer: Answer, handle: unknown): void {
	waiting.get(id)?.({...answer, handle});
	waiting.delete(id);
}

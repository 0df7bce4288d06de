import net from 'node:net';
import type {TestContext} from 'node:test';
import {ListenHook} from '../../source/server/child/listen-hook.ts';
import {receiveAnswer} from '../../source/server/child/runner-channel.ts';
import type {FromChild, Listening} from '../../source/server/control/messages.ts';

const {listen} = net.Server.prototype;

export interface AsChild {
	/** What this process has told the runner. */
	sent: FromChild[];
	/** Answers the oldest open question. By default the runner has no socket to give. */
	answer(answer?: object): void;
}

/**
 * This process is the child of a runner until the test ends.
 * @param answersAtOnce to every question, that there is no socket
 */
export function asChild(test: TestContext, answersAtOnce = false): AsChild {
	const {send} = process;
	const connected = Object.getOwnPropertyDescriptor(process, 'connected');
	const sent: FromChild[] = [];
	const open: number[] = [];
	const answer = (answer: object = {}) => receiveAnswer(open.shift()!, answer, undefined);
	process.send = (message: FromChild) => {
		sent.push(message);
		if (message.type === 'question') open.push(message.id);
		if (open.length > 0 && answersAtOnce) queueMicrotask(answer);
		return true;
	};
	Object.defineProperty(process, 'connected', {value: true, configurable: true});
	test.after(() => {
		process.send = send;
		if (connected) Object.defineProperty(process, 'connected', connected);
		else Reflect.deleteProperty(process, 'connected');
	});
	return {sent, answer};
}

/** Every server of this process listens through the hook until the test ends. */
export function hookListen(test: TestContext): {hook: ListenHook; heard: Listening[]} {
	const heard: Listening[] = [];
	const hook = new ListenHook(at => heard.push(at));
	test.after(async () => {
		net.Server.prototype.listen = listen;
		await hook.drain(0);
	});
	return {hook, heard};
}

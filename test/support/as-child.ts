import type {TestContext} from 'node:test';
import {ListenHook} from '../../source/server/child/listen-hook.ts';
import type {FromChild, Listening} from '../../source/server/control/messages.ts';

export interface AsChild {
	/** What this process has told the runner. */
	sent: FromChild[];
}

/** This process is the child of a runner until the test ends. */
export function asChild(test: TestContext): AsChild {
	const {send} = process;
	const connected = Object.getOwnPropertyDescriptor(process, 'connected');
	const sent: FromChild[] = [];
	process.send = (message: FromChild) => {
		sent.push(message);
		return true;
	};
	Object.defineProperty(process, 'connected', {value: true, configurable: true});
	test.after(() => {
		process.send = send;
		if (connected) Object.defineProperty(process, 'connected', connected);
		else Reflect.deleteProperty(process, 'connected');
	});
	return {sent};
}

/** Every server of this process listens through the hook until the test ends. */
export function hookListen(test: TestContext): {hook: ListenHook; heard: Listening[]} {
	const heard: Listening[] = [];
	const hook = new ListenHook(at => heard.push(at));
	test.after(async () => {
		hook.undo();
		await hook.drain(0);
	});
	return {hook, heard};
}

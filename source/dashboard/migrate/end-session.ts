import type {Blocker} from '../../runs/events.ts';
import {runCommand} from '../commands/command.ts';
import {LinePrompt} from '../dialogs/line-prompt.ts';
import type {Session} from '../state/session.ts';

/** Ends a session of the database that blocks a statement. Its number is typed: it is somebody's work. */
export function askToEnd(session: Session, blocker: Blocker): void {
	const pid = String(blocker.pid);
	new LinePrompt(session, {
		...{sign: `Type ${pid} to end that session: `, value: ''},
		hint: () => ['Its transaction is rolled back.   Esc cancel', 'Esc cancel'],
		onEnter: typed => {
			if (typed.trim() === pid) void end(session, pid);
			else session.toast('warning', 'Nothing was ended.');
		},
	}).open();
}

async function end(session: Session, pid: string): Promise<void> {
	let failure = '';
	const {ended} = runCommand(session.root, ['dbterminate', pid, '--noinput'], event => {
		if (event.type === 'error') failure = event.message;
	});
	await ended;
	if (failure) session.toast('error', failure);
	else session.toast('success', `Session ${pid} was ended.`);
}

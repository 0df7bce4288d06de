import type {Backfilling} from '../../../runs/events.ts';
import {runCommand} from '../../commands/command.ts';
import {keyHint} from '../../drawing/key-hints.ts';
import type {Session} from '../../state/session.ts';

/** The keys that set the pace of a backfill, as the command `backfill` does. */
const keys: {key: string; flag: string; label: string; paces: Backfilling['pace'][]}[] = [
	{key: 'p', flag: 'pause', label: 'pause', paces: ['normal', 'slow']},
	{key: 's', flag: 'slow', label: 'slow down', paces: ['normal', 'paused']},
	{key: 'r', flag: 'resume', label: 'full speed', paces: ['slow', 'paused']},
];

export function paceHints(backfill: Backfilling | undefined, {readOnly}: Session): string[] {
	return available(backfill, readOnly).map(({key, label}) => keyHint(key, label));
}

/** @returns whether the key sets a pace now */
export function setPace(key: string, backfill: Backfilling | undefined, session: Session): boolean {
	const found = available(backfill, session.readOnly).find(one => one.key === key);
	if (!found || !backfill) return false;
	const words = ['backfill', backfill.migration, `--${found.flag}`];
	const {ended} = runCommand(session.root, words, event => {
		if (event.type === 'error') session.toast('error', event.message);
		if (event.type === 'log' && event.level === 'success') session.toast('success', event.text);
	});
	void ended;
	return true;
}

function available(backfill: Backfilling | undefined, readOnly: boolean) {
	return backfill && !readOnly ? keys.filter(({paces}) => paces.includes(backfill.pace)) : [];
}

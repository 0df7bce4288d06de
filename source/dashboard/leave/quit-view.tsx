import {useSheetWidth} from '../components/contexts.ts';
import {Sheet} from '../components/sheet.tsx';
import {safe} from '../drawing/foreign-text.ts';
import {keyHint} from '../drawing/key-hints.ts';
import {glyphs} from '../drawing/theme.ts';
import {keyOf} from '../input/key-names.ts';
import type {QuitDialog} from './quit-dialog.ts';

export function QuitView({dialog}: {dialog: QuitDialog}) {
	const {columns} = useSheetWidth(56);
	return (
		<Sheet title="Quit?" columns={columns}>
			{runningRows(dialog)}
			{''}
			{dialog.isStopping ? `Stopping ${glyphs.ellipsis}` : keyRows(dialog)}
		</Sheet>
	);
}

function runningRows({session: {activities, runs}, server}: QuitDialog): string[] {
	const isRead = activities.running.length > 0;
	return [
		...(server
			? [`The server is ${server.state}${server.url ? ` at ${safe(server.url)}` : ''}.`]
			: []),
		...activities.running.map(({command}) => `quarterdeck ${safe(command)} is running.`),
		// A run that has just begun is not in the status yet.
		...(runs.size > 0 && !isRead ? ['A run is still in progress.'] : []),
	];
}

/** One below the other. */
function keyRows({session, server}: QuitDialog): string[] {
	return [
		...(server && !session.readOnly ? [keyHint('s', '   stop the server and quit')] : []),
		keyHint(keyOf('leave'), '   leave, everything keeps running'),
		keyHint('Esc', ' stay'),
	];
}

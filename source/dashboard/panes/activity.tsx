import {useLayoutEffect} from 'react';
import {useStore} from '../components/contexts.ts';
import {Pane} from '../components/pane.tsx';
import {Rows} from '../components/rows.tsx';
import {activityText} from './activity-text.ts';
import {type PaneProps, useView} from './pane-props.ts';

/** Every run as a command line, the newest first. */
export function ActivityPane({session, place}: PaneProps) {
	const view = useView(session, 'focus', 'activity', 'selectedRun');
	useStore(session.status);
	useStore(session.history);
	const {unreadable} = session.readableView;
	const {activities, drawn} = session;
	const {rows, border, top} = activityText(
		activities.all,
		{...view, unreadable},
		place,
		drawn.activityTop,
		activities.total,
	);
	useLayoutEffect(() => {
		drawn.activityTop = top;
	});
	return (
		<Pane place={place} {...border}>
			<Rows>{rows}</Rows>
		</Pane>
	);
}

import {useLayoutEffect} from 'react';
import {useStore} from '../components/contexts.ts';
import {Pane} from '../components/pane.tsx';
import {Rows} from '../components/rows.tsx';
import {activityText} from './activity-text.ts';
import {type PaneProps, useReadableView} from './pane-props.ts';

/** Every run as a command line, the newest first. */
export function ActivityPane({session, place}: PaneProps) {
	const view = useReadableView(session);
	useStore(session.history);
	const {activities, drawn} = session;
	const {rows, border, top} = activityText(
		activities.all,
		view,
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

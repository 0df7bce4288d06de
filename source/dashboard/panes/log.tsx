import {Box, Text} from 'ink';
import {useLayoutEffect} from 'react';
import {useStore} from '../components/contexts.ts';
import {Place} from '../components/pane.tsx';
import {rulesOf} from '../drawing/border.ts';
import type {LogPane as LogView} from '../log/log-pane.ts';
import {logText} from './log-text.ts';
import {type PaneProps, useReadableView} from './pane-props.ts';

/** Between two rules, with rows of the full width: a selection with the mouse copies clean lines. */
export function LogPane({session, place, logPane}: PaneProps & {logPane: LogView}) {
	const view = useReadableView(session);
	useStore(logPane.store);
	const {store, times, unseenErrors} = logPane;
	const {rows, border, viewport} = logText(store, view, place, times);
	useLayoutEffect(() => {
		session.drawn.log = viewport;
		unseenErrors.clear(store);
	});
	const {upper, lower} = rulesOf(place.columns, border);
	return (
		<Place at={place}>
			<Box flexDirection="column">
				{!place.borderless && <Text>{upper}</Text>}
				<Text>{rows.join('\n')}</Text>
				{!place.borderless && <Text>{lower}</Text>}
			</Box>
		</Place>
	);
}

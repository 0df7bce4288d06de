import {Box, Text} from 'ink';
import {useLayoutEffect} from 'react';
import {useStore} from '../components/contexts.ts';
import {Place} from '../components/pane.tsx';
import {rulesOf} from '../drawing/border.ts';
import type {LogPane as LogView} from '../log/log-pane.ts';
import {logBorder, logRows} from './log-text.ts';
import {type PaneProps, useReadableView, useView} from './pane-props.ts';

interface Props extends PaneProps {
	logPane: LogView;
	/** Somebody else draws the lines. */
	isFree: boolean;
}

/** Between two rules, with rows of the full width: a selection with the mouse copies clean lines. */
export function LogPane({isFree, ...props}: Props) {
	const {place, session, logPane} = props;
	useStore(logPane.counters);
	const {upper, lower} = rulesOf(
		place.columns,
		logBorder(logPane.store, useView(session, 'log', 'focus'), place),
	);
	return (
		<Place at={place}>
			<Box flexDirection="column">
				{!place.borderless && <Text wrap="truncate">{upper}</Text>}
				{isFree ? <Box height={place.rows - (place.borderless ? 0 : 2)} /> : <Lines {...props} />}
				{!place.borderless && <Text wrap="truncate">{lower}</Text>}
			</Box>
		</Place>
	);
}

function Lines({session, place, logPane}: Omit<Props, 'isFree'>) {
	const {store, times} = logPane;
	useStore(store);
	const {rows, viewport} = logRows(store, useReadableView(session), place, times);
	useLayoutEffect(() => logPane.saw(viewport));
	return <Text wrap="truncate">{rows.join('\n')}</Text>;
}

import {Box, Text, useInput, useWindowSize} from 'ink';
import {memo, useLayoutEffect, useSyncExternalStore} from 'react';
import type {Dashboard} from './dashboard.ts';
import {DialogBox} from './dialog-box.tsx';
import {drawRegion, type Region, regionsOf, tooSmall} from './regions.ts';

/** The whole window, never one row more: a frame that is too high would be cleared and redrawn each time. */
export function Screen({dashboard}: {dashboard: Dashboard}) {
	const {columns, rows} = useWindowSize();
	const view = useSyncExternalStore(
		dashboard.session.view.subscribe,
		dashboard.session.view.snapshot,
	);
	// What a dialog offers may depend on the status.
	useSyncExternalStore(
		view.dialogs.length > 0 ? dashboard.session.status.subscribe : never,
		dashboard.session.status.snapshot,
	);
	// Keeps the terminal in raw mode also while no text field is open; keys come by Keystrokes.
	useInput(() => {});
	if (dashboard.layout.kind === 'line') return <Text>{tooSmall(dashboard).join('\n')}</Text>;
	return (
		<Box width={columns} height={rows}>
			{regionsOf(dashboard).map(region => (
				<RegionText key={region.name} dashboard={dashboard} region={region} />
			))}
			{view.dialogs.map((dialog, index) => (
				<DialogBox
					key={dialog.number}
					dialog={dialog}
					top={index === view.dialogs.length - 1}
					size={{columns, rows}}
				/>
			))}
		</Box>
	);
}

/** One subscription and one text a region, whatever it shows. */
const RegionText = memo(({dashboard, region}: {dashboard: Dashboard; region: Region}) => {
	useSyncExternalStore(dashboard.session.view.subscribe, dashboard.session.view.snapshot);
	useSyncExternalStore(dashboard.session.status.subscribe, dashboard.session.status.snapshot);
	useSyncExternalStore(dashboard.session.history.subscribe, dashboard.session.history.snapshot);
	useSyncExternalStore(
		region.name === 'log' || (region.name === 'header' && dashboard.layout.borderless)
			? dashboard.logPane.store.subscribe
			: never,
		dashboard.logPane.store.snapshot,
	);
	const {left, top, columns, rows} = region.place;
	const drawing = drawRegion(dashboard, region);
	useLayoutEffect(() => dashboard.noteDrawn(drawing));
	return (
		<Box position="absolute" left={left} top={top} width={columns} height={rows}>
			<Text wrap="truncate">{drawing.rows.join('\n')}</Text>
		</Box>
	);
});

function never(): () => void {
	return () => {};
}

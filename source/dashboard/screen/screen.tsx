import {Box, Text, useInput, useWindowSize} from 'ink';
import {memo, useLayoutEffect, useSyncExternalStore} from 'react';
import {WindowContext} from '../components/contexts.ts';
import type {Dashboard} from './dashboard.ts';
import {DialogView} from './dialog-view.tsx';
import {drawRegion, type Region, regionsOf, tooSmall} from './regions.ts';

/** Exactly as high as the window: Ink would clear and redraw a higher frame each time. */
export function Screen({dashboard}: {dashboard: Dashboard}) {
	const {columns, rows} = useWindowSize();
	const view = useSyncExternalStore(
		dashboard.session.view.subscribe,
		dashboard.session.view.snapshot,
	);
	// Keeps the terminal in raw mode while no text field is open; Keystrokes delivers the keys.
	useInput(() => {});
	if (dashboard.layout.kind === 'line') return <Text>{tooSmall(dashboard).join('\n')}</Text>;
	return (
		<WindowContext value={{columns, rows}}>
			<Box width={columns} height={rows}>
				{regionsOf(dashboard).map(region => (
					<RegionText key={region.name} dashboard={dashboard} region={region} />
				))}
				{view.dialogs.map((dialog, index) => (
					<DialogView
						key={dialog.number}
						dialog={dialog}
						isTop={index === view.dialogs.length - 1}
					/>
				))}
			</Box>
		</WindowContext>
	);
}

/** Each region is one text with its own subscriptions. */
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

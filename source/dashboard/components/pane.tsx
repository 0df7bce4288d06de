import {Box} from 'ink';
import type {ReactNode} from 'react';
import type {Border} from '../drawing/border.ts';
import type {PaneSize, Rectangle} from '../drawing/layout.ts';
import {InsideContext} from './contexts.ts';
import {Frame} from './frame.tsx';

interface Props extends Border {
	place: PanePlace;
	children: ReactNode;
}

export type PanePlace = Rectangle & PaneSize;

/** A part of the window, in a frame where it has one. */
export function Pane({place, children, ...border}: Props) {
	const {columns, rows, borderless} = place;
	return (
		<Place at={place}>
			{borderless ? (
				<Box flexDirection="column" width={columns} height={rows} overflow="hidden">
					{children}
				</Box>
			) : (
				<Frame columns={columns} rows={rows} border={border}>
					{children}
				</Frame>
			)}
		</Place>
	);
}

/** Puts its children at a place of the window. */
export function Place({at, children}: {at: Rectangle; children: ReactNode}) {
	const {left, top, columns, rows} = at;
	return (
		<Box position="absolute" left={left} top={top} width={columns} height={rows} overflow="hidden">
			<InsideContext value={columns}>{children}</InsideContext>
		</Box>
	);
}

import {Box} from 'ink';
import type {ReactNode} from 'react';
import {useWindow} from './contexts.ts';

/** The last row of the window, over whatever is there. */
export function BottomLine({children}: {children: ReactNode}) {
	const {columns, rows} = useWindow();
	return (
		<Box position="absolute" left={0} top={rows - 1} width={columns} height={1} overflow="hidden">
			{children}
		</Box>
	);
}

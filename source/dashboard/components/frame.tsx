import {Box, Text} from 'ink';
import type {ReactNode} from 'react';
import {type Border, edgesOf} from '../drawing/border.ts';
import type {Size} from '../drawing/layout.ts';
import {InsideContext} from './contexts.ts';

interface Props extends Size {
	border: Border;
	children: ReactNode;
}

/** A box of exactly this size, with texts in its borders. What does not fit is cut. */
export function Frame({columns, rows, border, children}: Props) {
	const {upper, side, lower} = edgesOf(columns, border);
	const height = Math.max(0, rows - 2);
	const sides = Array.from({length: height}, () => side).join('\n');
	return (
		<Box flexDirection="column" width={columns} height={rows} overflow="hidden">
			<Text wrap="truncate">{upper}</Text>
			<Box height={height} flexShrink={0}>
				<Text wrap="truncate">{sides}</Text>
				<Box width={columns - 2} paddingX={1} overflow="hidden">
					<Box flexDirection="column" width={columns - 4} flexShrink={0}>
						<InsideContext value={columns - 4}>{children}</InsideContext>
					</Box>
				</Box>
				<Text wrap="truncate">{sides}</Text>
			</Box>
			<Text wrap="truncate">{lower}</Text>
		</Box>
	);
}

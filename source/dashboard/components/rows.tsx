import {Box, Text} from 'ink';
import type {Meaning} from '../../terminal/colours.ts';
import {fit} from '../drawing/cells.ts';
import {paragraph} from '../drawing/foreign-text.ts';
import {useInside} from './contexts.ts';

/** One row of a frame: cut with an ellipsis, or filled up with spaces. */
export function Row({children}: {children: string}) {
	return <Rows>{[children]}</Rows>;
}

/** Rows below each other, each cut or filled up. */
export function Rows({children}: {children: string[]}) {
	const inside = useInside();
	if (children.length === 0) return null;
	return (
		<Box flexShrink={0}>
			<Text wrap="truncate">{children.map(row => fit(row, inside)).join('\n')}</Text>
		</Box>
	);
}

/** Text from elsewhere, wrapped at spaces. */
export function Paragraph({meaning, children}: {meaning?: Meaning; children: string}) {
	return <Rows>{paragraph(children, useInside(), meaning)}</Rows>;
}

import {Text} from 'ink';

/** Texts below each other, one row each. */
export function Rows({children}: {children: string[]}) {
	// A text without a letter would have no height.
	return children.length > 0 ? <Text wrap="truncate">{children.join('\n') || ' '}</Text> : null;
}

import {Text} from 'ink';
import {fit, widthOf} from '../drawing/cells.ts';
import {glyphs, paintSelected} from '../drawing/theme.ts';

interface Props {
	label: string;
	isFocused: boolean;
	/** The room for it. */
	columns: number;
}

/** As wide with the focus as without it. */
export function Button({label, isFocused, columns}: Props) {
	const text = isFocused ? paintSelected(`${glyphs.selected}${label} `) : ` ${label} `;
	return <Text wrap="truncate">{widthOf(text) <= columns ? text : fit(text, columns)}</Text>;
}

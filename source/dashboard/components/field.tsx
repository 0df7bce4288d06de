import {Box, Text} from 'ink';
import TextInput from 'ink-text-input';
import {useEffect} from 'react';
import {widthOf} from '../drawing/cells.ts';
import {paint} from '../drawing/theme.ts';
import type {Field as FieldState} from '../state/dialog.ts';
import {useShownDialog} from './contexts.ts';

interface Props {
	field: FieldState;
	/** Of the text, without what is beside it. */
	columns: number;
	before?: string;
	after?: string;
}

/** A row with a text field. A long text scrolls sideways, so that its end is always visible. */
export function Field({field, columns, before = '', after = ''}: Props) {
	return (
		<Box height={1} flexShrink={0} overflow="hidden">
			<Text wrap="truncate">{before}</Text>
			<Input field={field} columns={columns} />
			<Text wrap="truncate">{after}</Text>
		</Box>
	);
}

function Input({field, columns}: Pick<Props, 'field' | 'columns'>) {
	const {dialog, isTop} = useShownDialog();
	const isFocused = isTop && dialog.field === field;
	const {version} = field;
	// Effects of a child run first, so its input is attached now.
	useEffect(() => {
		if (!isFocused) return;
		field.attached = version;
		return () => {
			field.attached = undefined;
		};
	}, [field, version, isFocused]);
	const shown = field.mask ? field.mask.repeat(field.value.length) : field.value;
	const width = Math.max(columns, widthOf(shown) + 1);
	const free = Math.max(0, width - widthOf(shown) - (isFocused ? 1 : 0));
	return (
		<Box width={columns} flexShrink={0} height={1} overflow="hidden">
			<Box width={width} flexShrink={0} marginLeft={columns - width} height={1}>
				<TextInput
					key={version}
					value={field.value}
					mask={field.mask}
					focus={isFocused}
					onChange={value => {
						if (isFocused) dialog.type(value);
					}}
				/>
				<Text>{paint('quiet', '_'.repeat(free))}</Text>
			</Box>
		</Box>
	);
}

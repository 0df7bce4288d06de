import {Box, Text, Transform} from 'ink';
import TextInput from 'ink-text-input';
import {useEffect} from 'react';
import {graphemesOf} from '../../terminal/keys/graphemes.ts';
import {paint} from '../drawing/theme.ts';
import type {Field as FieldState} from '../state/dialog.ts';
import {useShownDialog} from './contexts.ts';
import {sectionOf, withLetters} from './field-section.ts';

interface Props {
	field: FieldState;
	/** Of the text, without what is beside it. */
	columns: number;
	before?: string;
	after?: string;
}

/** A row with a text field. A long text scrolls sideways, so that its end is visible, or else the cursor. */
export function Field({field, columns, before = '', after = ''}: Props) {
	return (
		<Box height={1} flexShrink={0} overflow="hidden">
			<Text wrap="truncate">{before}</Text>
			<Input key={field.version} field={field} columns={columns} />
			<Text wrap="truncate">{after}</Text>
		</Box>
	);
}

/**
 * `ink-text-input` edits by code unit, so its text has one unit for each character as a person sees it,
 * and the characters take their places when it is drawn; see input/editing.ts.
 */
function Input({field, columns}: Pick<Props, 'field' | 'columns'>) {
	const {dialog} = useShownDialog();
	const isFocused = useFocus(field);
	const {mask, value, cursor} = field;
	const letters = graphemesOf(value).map(letter => mask ?? letter);
	const section = sectionOf(letters, columns, {cursor, isFocused});
	return (
		<Box width={columns} flexShrink={0} height={1}>
			<Text wrap="truncate">
				{section.before}
				<Transform transform={drawn => withLetters(drawn, letters, section)}>
					<TextInput
						value={'x'.repeat(letters.length)}
						focus={isFocused}
						onChange={() => {
							if (isFocused && field.next) dialog.apply(field.next);
						}}
					/>
				</Transform>
				{paint('quiet', '_'.repeat(section.free))}
			</Text>
		</Box>
	);
}

/** @returns whether the field gets the keys */
function useFocus(field: FieldState): boolean {
	const {dialog, isTop} = useShownDialog();
	const isFocused = isTop && dialog.field === field;
	const {version} = field;
	// The next input for it begins with its cursor at the end.
	useEffect(
		() => () => {
			field.cursor = undefined;
		},
		[field],
	);
	// Effects of a child run first, so its input is attached now.
	useEffect(() => {
		if (!isFocused) return;
		field.attached = version;
		return () => {
			field.attached = undefined;
		};
	}, [field, version, isFocused]);
	return isFocused;
}

import {Box} from 'ink';
import {Button} from '../components/button.tsx';
import {useSheetWidth, useWindow} from '../components/contexts.ts';
import {Field} from '../components/field.tsx';
import {Sheet} from '../components/sheet.tsx';
import {paragraph} from '../drawing/foreign-text.ts';
import {keyHint} from '../drawing/key-hints.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import type {SuperuserDialog} from './dialog.ts';
import type {SuperuserForm} from './form.ts';

interface Props {
	title: string;
	/** The preferred columns, with borders. */
	wanted: number;
	dialog: SuperuserDialog;
}

/** A low window shows one field at a time. */
export function FormSheet({title, wanted, dialog}: Props) {
	const {form} = dialog;
	const {names, focused} = form;
	const {columns, inside} = useSheetWidth(wanted);
	const isLow = useWindow().rows < 8 + 2 * names.length;
	const shown = isLow && form.field ? [focused] : names;
	const place = shown === names ? '' : `  field ${names.indexOf(focused) + 1} of ${names.length}`;
	return (
		<Sheet title={title + place} columns={columns} hints={isLow ? [] : hintsOf(form)}>
			{shown.flatMap(name => fieldRows(form, name, inside))}
			{!isLow && ''}
			{form.offersBypass && <BypassRow key="bypass" form={form} columns={inside} />}
			{dialog.phase === 'creating' ? (
				`Creating ${glyphs.ellipsis}`
			) : (
				<ButtonRow key="buttons" form={form} columns={inside} />
			)}
		</Sheet>
	);
}

/** A labelled field, and what is wrong with its text. */
function fieldRows(form: SuperuserForm, name: string, inside: number) {
	const isFocused = form.focused === name;
	const width = Math.max(9, ...form.names.map(each => form.labelOf(each).length));
	const label = `${isFocused ? glyphs.selected : ' '} ${form.labelOf(name).padEnd(width)}`;
	const room = inside - width - 5;
	return [
		<Field
			key={name}
			field={form.fieldOf(name)}
			before={`${isFocused ? paint('focus', label) : label} [`}
			columns={Math.max(8, room)}
			after="]"
		/>,
		...form.errorsOf(name).flatMap(error => errorRows(error, room, ' '.repeat(width + 3))),
	];
}

function errorRows(error: string, columns: number, indent: string): string[] {
	return paragraph(error, columns).map((line, index) =>
		paint('error', `${indent}${index === 0 ? glyphs.failed : ' '} ${line}`),
	);
}

interface ButtonRowProps {
	form: SuperuserForm;
	columns: number;
}

function BypassRow({form: {bypass, focused}, columns}: ButtonRowProps) {
	const label = `[${bypass ? 'x' : ' '}] save anyway, ignore the password rules`;
	return <Button label={label} isFocused={focused === 'bypass'} columns={columns} />;
}

function ButtonRow({form: {focused}, columns}: ButtonRowProps) {
	const before = 15;
	return (
		<Box columnGap={3}>
			<Button label="( Create )" isFocused={focused === 'submit'} columns={columns} />
			<Button label="( Cancel )" isFocused={focused === 'cancel'} columns={columns - before} />
		</Box>
	);
}

function hintsOf(form: SuperuserForm): string[] {
	const cancel = keyHint('Esc', 'cancel');
	return form.field?.isSuggested
		? [keyHint('Tab', 'accept'), 'type to replace it', cancel]
		: [keyHint('Tab', 'next'), enterHint(form), keyHint('^U', 'clear'), cancel];
}

function enterHint(form: SuperuserForm): string {
	if (form.focused === 'bypass') return keyHint('Space', 'tick');
	if (form.isLastField) return keyHint('Enter', 'create');
	return keyHint('Enter', form.field ? 'next' : 'press');
}

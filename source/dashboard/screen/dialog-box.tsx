import {Box, Text} from 'ink';
import TextInput from 'ink-text-input';
import {useEffect, useLayoutEffect} from 'react';
import {type Border, framed, scrolledTo} from '../drawing/border.ts';
import {fit, widthOf} from '../drawing/cells.ts';
import type {Size} from '../drawing/layout.ts';
import {paint} from '../drawing/theme.ts';
import type {Dialog, Field, Picture, Row, Viewport} from '../state/dialog.ts';

interface Props {
	dialog: Dialog;
	/** Only the top dialog gets keys. */
	top: boolean;
	size: Size;
}

/** The row that names the database stays visible. */
const headerRows = 1;

export function DialogBox({dialog, top, size}: Props) {
	const picture = dialog.draw(size);
	const {viewport, ...box} = boxOf(picture, dialog.viewport.top, size);
	// Keys scroll from what is on the screen.
	useLayoutEffect(() => {
		dialog.viewport = viewport;
	});
	if (picture.place === 'bottom') {
		const row = picture.rows[0]!;
		const place = {left: 0, top: size.rows - 1, columns: size.columns};
		return <PlacedRow row={row} place={place} dialog={dialog} focus={top} />;
	}
	return <PlacedBox {...box} dialog={dialog} top={top} size={size} />;
}

function PlacedBox({rows, columns, border, dialog, top, size}: Props & Omit<Contents, 'viewport'>) {
	const height = rows.length + 2;
	const texts = rows.map(row => (typeof row === 'string' ? row : ''));
	const box = framed(texts, {columns, rows: height}, border);
	const left = (size.columns - columns) >> 1;
	const upper = Math.max(headerRows, (size.rows - height) >> 1);
	return (
		<>
			<Box position="absolute" left={left} top={upper} width={columns} height={height}>
				<Text wrap="truncate">{box.join('\n')}</Text>
			</Box>
			{rows.map((row, index) =>
				typeof row === 'string' ? null : (
					<PlacedRow
						key={row.field.id}
						row={row}
						place={{left: left + 2, top: upper + 1 + index, columns: columns - 4}}
						dialog={dialog}
						focus={top}
					/>
				),
			)}
		</>
	);
}

interface Contents {
	rows: Row[];
	columns: number;
	border: Border;
	viewport: Viewport;
}

/** Fits a picture into the window. @param before the first visible row until now */
function boxOf(picture: Picture, before: number, size: Size): Contents {
	const {title, meaning = 'focus', above = [], below = [], inSight = []} = picture;
	const columns = Math.max(10, Math.min(picture.columns, size.columns));
	const most = Math.max(1, size.rows - headerRows - 2);
	const room = Math.max(1, most - above.length - below.length);
	const count = picture.rows.length;
	const visible = Math.min(room, count, picture.most ?? count);
	const wanted = inSight.reduce((top, row) => scrolledTo(row, top, visible, count), before);
	const top = Math.max(0, Math.min(wanted, count - visible));
	const rows = [...above, ...picture.rows.slice(top, top + visible), ...below];
	const seen = count > visible ? `rows ${top + 1}-${top + visible} of ${count}` : undefined;
	return {
		rows: rows.slice(0, most),
		columns,
		border: {title, bottom: picture.bottom ?? seen, meaning, focused: true},
		viewport: {top, visible, count},
	};
}

interface PlacedRowProps {
	row: Row;
	place: {left: number; top: number; columns: number};
	dialog: Dialog;
	focus: boolean;
}

function PlacedRow({row, place: {left, top, columns}, dialog, focus}: PlacedRowProps) {
	const content =
		typeof row === 'string' ? (
			<Text wrap="truncate">{fit(row, columns)}</Text>
		) : (
			<>
				<Text wrap="truncate">{row.before}</Text>
				<FieldBox dialog={dialog} field={row.field} columns={row.columns} focus={focus} />
				<Text wrap="truncate">{row.after ?? ''}</Text>
			</>
		);
	return (
		<Box position="absolute" left={left} top={top} width={columns} height={1} overflow="hidden">
			{content}
		</Box>
	);
}

/** A long text scrolls sideways, so that its end is always visible. */
function FieldBox(props: {dialog: Dialog; field: Field; columns: number; focus: boolean}) {
	const {dialog, field, columns, focus} = props;
	const focused = focus && dialog.field === field;
	const {version} = field;
	// Effects of a child run first, so its input is attached now.
	useEffect(() => {
		if (!focused) return;
		field.attached = version;
		return () => {
			field.attached = undefined;
		};
	}, [field, version, focused]);
	const shown = field.mask ? field.mask.repeat(field.value.length) : field.value;
	const width = Math.max(columns, widthOf(shown) + 1);
	const input = (
		<TextInput
			key={version}
			value={field.value}
			mask={field.mask}
			focus={focused}
			onChange={value => {
				if (!focused) return;
				field.value = value;
				dialog.typed();
				dialog.changed();
			}}
		/>
	);
	return (
		<Box width={columns} flexShrink={0} height={1} overflow="hidden">
			<Box width={width} flexShrink={0} marginLeft={columns - width} height={1}>
				{input}
				<Text>
					{paint('quiet', '_'.repeat(Math.max(0, width - widthOf(shown) - (focused ? 1 : 0))))}
				</Text>
			</Box>
		</Box>
	);
}

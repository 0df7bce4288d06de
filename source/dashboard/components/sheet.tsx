import {Box, Text} from 'ink';
import {Children, Fragment, type ReactNode, useLayoutEffect} from 'react';
import type {Meaning} from '../../terminal/colours.ts';
import {scrolledTo} from '../drawing/border.ts';
import {keyRows} from '../drawing/key-hints.ts';
import type {Size} from '../drawing/layout.ts';
import type {Viewport} from '../state/dialog.ts';
import {useShownDialog, useWindow} from './contexts.ts';
import {Frame} from './frame.tsx';
import {Row} from './rows.tsx';

interface Props {
	title: string;
	/** With borders; see `useSheetWidth`. */
	columns: number;
	meaning?: Meaning;
	/** Rows above the others that do not scroll. */
	above?: ReactNode;
	/** Rows below the others that do not scroll. */
	below?: ReactNode;
	/** Keys, in the last rows. */
	hints?: string[];
	/** In the lower border; by default the range of visible rows. */
	bottom?: string;
	/** The most rows of the middle to show. */
	most?: number;
	/** Which rows to scroll to, the most important one last; without it only keys scroll. */
	inSight?: number[];
	/** Texts and elements, each one row high; arrays count as what is in them. */
	children?: ReactNode;
}

/** The row that names the database stays visible. */
const headerRows = 1;

/** A dialog in the middle of the window, as high as its rows; what does not fit scrolls. */
export function Sheet({title, meaning = 'focus', hints = [], children, ...props}: Props) {
	const {dialog} = useShownDialog();
	const size = useWindow();
	const columns = Math.max(10, Math.min(props.columns, size.columns));
	const keys = hints.length > 0 ? ['', ...keyRows(hints, columns - 4)] : [];
	const [above, middle, below] = [props.above, children, [props.below, keys]].map(rowsOf);
	const most = Math.max(1, size.rows - headerRows - 2);
	const room = Math.max(1, most - above!.length - below!.length);
	const visibleRows = Math.min(room, props.most ?? room);
	const viewport = scrolled(dialog.viewport, middle!.length, visibleRows, props.inSight);
	// Keys scroll from what is on the screen.
	useLayoutEffect(() => {
		dialog.viewport = viewport;
	});
	const {top, visible, count} = viewport;
	const rows = [...above!, ...middle!.slice(top, top + visible), ...below!].slice(0, most);
	const seen = count > visible ? `rows ${top + 1}-${top + visible} of ${count}` : undefined;
	const bottom = props.bottom ?? seen;
	const place = {columns, rows: rows.length + 2};
	return (
		<Centred {...place}>
			<Blank {...place} />
			<Frame {...place} border={{title, bottom, meaning, focused: true}}>
				{rows.map(({key, node}) => (
					<Fragment key={key}>{typeof node === 'string' ? <Row>{node}</Row> : node}</Fragment>
				))}
			</Frame>
		</Centred>
	);
}

type RowNode = ReturnType<typeof Children.toArray>[number];

interface KeyedRow {
	key: string;
	node: RowNode;
}

/** An element keeps its key wherever it moves, and with it its state; a text is what its place shows. */
function rowsOf(nodes: ReactNode, part: number): KeyedRow[] {
	return Children.toArray(nodes).map((node, index) => {
		const own = typeof node === 'object' && 'key' in node ? node.key : index;
		return {key: `${part} ${own}`, node};
	});
}

function scrolled(before: Viewport, count: number, room: number, inSight: number[] = []): Viewport {
	const visible = Math.min(room, count);
	const wanted = inSight.reduce((top, row) => scrolledTo(row, top, visible, count), before.top);
	const top = Math.max(0, Math.min(wanted, count - visible));
	return {top, visible, count};
}

function Centred({columns, rows, children}: Size & {children: ReactNode}) {
	const size = useWindow();
	const left = (size.columns - columns) >> 1;
	const top = Math.max(headerRows, (size.rows - rows) >> 1);
	return (
		<Box position="absolute" left={left} top={top} width={columns} height={rows}>
			{children}
		</Box>
	);
}

/** Hides what is below. */
function Blank({columns, rows}: Size) {
	const row = ' '.repeat(columns);
	return (
		<Box position="absolute">
			<Text wrap="truncate">{Array.from({length: rows}, () => row).join('\n')}</Text>
		</Box>
	);
}

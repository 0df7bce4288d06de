import {Box, renderToString} from 'ink';
import stringWidth from 'string-width';
import {WindowContext} from '../../source/dashboard/components/contexts.ts';
import {measureWith} from '../../source/dashboard/drawing/cells.ts';
import type {Size} from '../../source/dashboard/drawing/layout.ts';
import {DialogView} from '../../source/dashboard/screen/dialog-view.tsx';
import type {Dialog} from '../../source/dashboard/state/dialog.ts';

const bordered =
	/^\s*(?:\u001B\[[0-9;]*m)*[┃|](?:\u001B\[[0-9;]*m)* (.*) (?:\u001B\[[0-9;]*m)*[┃|]/;
const title = /[┏+](?:\u001B\[[0-9;]*m)*[━=](?:\u001B\[[0-9;]*m)* (.*?) (?:\u001B\[[0-9;]*m)*[━=]+/;

/** A window with one dialog, as it is drawn. */
export function drawnDialog(dialog: Dialog, size: Size): string[] {
	measureWith(stringWidth);
	const {viewport} = dialog;
	const frame = renderToString(
		<WindowContext value={size}>
			<Box width={size.columns} height={size.rows}>
				<DialogView dialog={dialog} isTop />
			</Box>
		</WindowContext>,
		{columns: size.columns},
	);
	dialog.viewport = viewport;
	return frame.split('\n');
}

/** The title and all rows of a dialog, also those that it would scroll to. */
export function dialogText(dialog: Dialog, {columns} = {columns: 120}): string {
	const lines = drawnDialog(dialog, {columns, rows: 400});
	const rows = lines.map(line => bordered.exec(line)?.[1]).filter(row => row !== undefined);
	const name = lines.map(line => title.exec(line)?.[1]).find(found => found !== undefined);
	const all = name === undefined ? lines.filter(line => line.trim() !== '') : [name, ...rows];
	return all.map(row => row.trimEnd()).join('\n');
}

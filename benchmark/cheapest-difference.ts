import type xterm from '@xterm/headless';

type Screen = InstanceType<typeof xterm.Terminal>;

export interface SeenCell {
	text: string;
	style: string;
}

/** What an emulator shows, cell by cell. */
export function cellsOf(screen: Screen): SeenCell[][] {
	const {active} = screen.buffer;
	return Array.from({length: screen.rows}, (_, y) => {
		const line = active.getLine(active.baseY + y)!;
		return Array.from({length: screen.cols}, (_, x) => {
			const cell = line.getCell(x)!;
			const text = cell.getChars() || ' ';
			const filled = [
				cell.isInverse(),
				cell.isUnderline(),
				cell.getBgColorMode(),
				cell.getBgColor(),
			];
			const drawn = [cell.isBold(), cell.isDim(), cell.getFgColorMode(), cell.getFgColor()];
			const isPlain = text === ' ' && !cell.isInverse() && !cell.isUnderline();
			return {text, style: (isPlain ? filled : [...filled, ...drawn]).join()};
		});
	});
}

/**
 * How few bytes lead from one screen to the next, cell by cell: each run of changes takes a move of
 * the cursor (4 bytes), unless writing over what lies between is shorter, and each change of style
 * 4 bytes (`ESC [ 7 m`). A bound to measure against: what really is sent has longer moves.
 */
export function cheapestDifference(before: SeenCell[][], after: SeenCell[][]): number {
	let bytes = 0;
	let style = after[0]![0]!.style.replace(/[^,]+/g, '0');
	for (const [y, row] of after.entries()) {
		let last = Number.NEGATIVE_INFINITY;
		for (const [x, cell] of row.entries()) {
			const old = before[y]![x]!;
			if (old.text === cell.text && old.style === cell.style) continue;
			bytes += Math.min(4, x - last - 1) + Buffer.byteLength(cell.text);
			if (cell.style !== style) bytes += 4;
			style = cell.style;
			last = x;
		}
	}
	return bytes;
}

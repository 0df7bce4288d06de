import xterm from '@xterm/headless';

export interface Emulator {
	write(data: string): Promise<void>;
	resize(columns: number, rows: number): void;
	/** What is seen of each cell: its letter, colours and attributes; an empty line for a blank row. */
	cells(): string[];
	/** The letters of each row, without the spaces at its end. */
	text(): string[];
}

/** A terminal in memory. */
export function emulator(columns: number, rows: number): Emulator {
	const terminal = new xterm.Terminal({
		cols: columns,
		rows,
		allowProposedApi: true,
		convertEol: true,
	});
	return {
		write: data => new Promise(resolve => terminal.write(data, resolve)),
		resize: (newColumns, newRows) => terminal.resize(newColumns, newRows),
		cells: () => cellsOf(terminal),
		text: () =>
			Array.from({length: terminal.rows}, (_, y) =>
				terminal.buffer.active
					.getLine(terminal.buffer.active.baseY + y)!
					.translateToString()
					.trimEnd(),
			),
	};
}

function cellsOf(terminal: InstanceType<typeof xterm.Terminal>): string[] {
	const {active} = terminal.buffer;
	return Array.from({length: terminal.rows}, (_, y) => {
		const line = active.getLine(active.baseY + y)!;
		return Array.from({length: terminal.cols}, (_, x) => seen(line.getCell(x)!))
			.join('')
			.trimEnd();
	});
}

function seen(cell: NonNullable<ReturnType<XtermLine['getCell']>>): string {
	if (cell.getWidth() === 0) return '';
	const letter = cell.getChars() || ' ';
	const marks = [
		cell.isUnderline() && 'u',
		cell.isInverse() && 'i',
		cell.isStrikethrough() && 's',
		cell.isOverline() && 'o',
		!cell.isBgDefault() && `b${cell.getBgColorMode()}.${cell.getBgColor()}`,
	];
	// The colour and weight of a letter are not seen on a space, unless it is filled with them.
	if (letter !== ' ' || cell.isInverse() || cell.isUnderline()) {
		marks.push(
			cell.isBold() !== 0 && 'B',
			cell.isDim() !== 0 && 'D',
			cell.isItalic() !== 0 && 'I',
			!cell.isFgDefault() && `f${cell.getFgColorMode()}.${cell.getFgColor()}`,
		);
	}
	const style = marks.filter(Boolean).join('');
	return style === '' ? letter : `{${style}:${letter}}`;
}

type XtermLine = NonNullable<
	ReturnType<InstanceType<typeof xterm.Terminal>['buffer']['active']['getLine']>
>;

/** A number from 0 to `below`, in an order that the seed decides. */
export type Random = (below: number) => number;

export function random(seed: number): Random {
	let state = seed;
	return below => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
}

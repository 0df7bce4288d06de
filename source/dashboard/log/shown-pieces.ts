import {setImmediate as turn} from 'node:timers/promises';
import {longestLogLine} from '../../server/control/log-file.ts';
import {copied} from '../drawing/foreign-text.ts';
import type {LogView} from '../state/state.ts';
import type {Block} from './file/blocks.ts';
import type {LogStore} from './file/log-store.ts';
import {linesIn} from './file/scrollback.ts';
import {isShown, mayBeShown} from './search/filter.ts';
import {shownIn} from './texts.ts';
import {firstLine} from './window.ts';

/** Milliseconds of work before it yields to keys. */
const slice = 3;

/** All visible lines of the file, in pieces. @throws if the log grows faster than it is read */
export async function* shownPieces(
	store: LogStore,
	view: LogView,
	total = store.total,
): AsyncGenerator<string> {
	const {blocks} = store.scrollback;
	const {generation} = blocks;
	for (; store.scrollback.hasMore && store.oldest > view.from; await turn()) {
		store.readBackTo(view.from, slice);
	}
	for (let number = firstLine(store, view); number < total; ) {
		const block = blocks.get(blocks.idOf(number));
		const end = Math.min(total, block.first + block.count);
		await (block.file?.readAhead(block.start, block.end, 0) ?? turn());
		if (blocks.generation !== generation) throw new Error('the log grew too fast');
		const lines = shownOf(store, view, block, number, end);
		if (lines.length > 0) yield `${lines.join('\n')}\n`;
		number = Math.max(number + 1, end, firstLine(store, view));
	}
}

/** The visible lines of a block from one line on. They do not go through the cache. */
function shownOf(
	store: LogStore,
	view: LogView,
	block: Block,
	from: number,
	end: number,
): string[] {
	if (!block.file?.isReadable) return shownIn(store, view, from, end - 1);
	const bytes = store.scrollback.bytesOf(block);
	if (!mayBeShown(bytes.toString('utf8'), view)) return [];
	return linesIn(bytes)
		.slice(from - block.first, end - block.first)
		.map((line, index) => ({line, number: from + index}))
		.filter(({line}) => isShown(line, view))
		.map(({line, number}) => copied(line.length > longestLogLine ? store.wholeLine(number) : line));
}

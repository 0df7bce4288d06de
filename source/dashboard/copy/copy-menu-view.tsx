import {useSheetWidth} from '../components/contexts.ts';
import {Sheet} from '../components/sheet.tsx';
import {fit} from '../drawing/cells.ts';
import {safe} from '../drawing/foreign-text.ts';
import {closeHint, keyHint} from '../drawing/key-hints.ts';
import {glyphs, paintSelected} from '../drawing/theme.ts';
import type {CopyMenu} from './copy-menu.ts';

export function CopyMenuView({dialog: {items, chosen}}: {dialog: CopyMenu}) {
	const {columns, inside} = useSheetWidth(72);
	const labels = Math.max(...items.map(({label}) => label.length));
	return (
		<Sheet title="Copy" columns={columns} hints={[keyHint('Enter', 'copy'), closeHint()]}>
			{items.map(({key, label, text}, index) => {
				const mark = index === chosen ? glyphs.selected : ' ';
				const start = safe(text.split('\n')[0]!);
				const row = fit(`${mark} ${key}  ${label.padEnd(labels)}  ${start}`, inside);
				return index === chosen ? paintSelected(row) : row;
			})}
		</Sheet>
	);
}

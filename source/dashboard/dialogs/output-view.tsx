import {sanitise} from '../../terminal/sanitise.ts';
import {useSheetWidth} from '../components/contexts.ts';
import {Sheet} from '../components/sheet.tsx';
import {expandTabs, widthOf, wrap} from '../drawing/cells.ts';
import {safe} from '../drawing/foreign-text.ts';
import {closeHint, keyHint} from '../drawing/key-hints.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import {keyOf} from '../input/key-names.ts';
import type {OutputDialog} from './output.ts';

export function OutputView({dialog}: {dialog: OutputDialog}) {
	const {columns, inside} = useSheetWidth(110);
	const answer = dialog.asks ? [keyHint('y', 'yes')] : [];
	return (
		<Sheet
			title={`quarterdeck ${dialog.words.map(safe).join(' ')}`}
			columns={columns}
			meaning={dialog.exitCode ? 'error' : undefined}
			hints={[endOf(dialog), ...answer, keyHint(keyOf('copy'), 'copy'), closeHint()]}
		>
			{dialog.lines.flatMap(line => lineRows(line, inside))}
		</Sheet>
	);
}

function endOf({exitCode}: OutputDialog): string {
	if (exitCode === undefined) return paint('warning', `${glyphs.running} running`);
	return exitCode === 0
		? paint('applied', `${glyphs.applied} done`)
		: paint('error', `${glyphs.failed} exited with code ${exitCode}`);
}

/** A line that is too long is wrapped, without its colours. */
function lineRows(line: string, columns: number): string[] {
	const coloured = expandTabs(sanitise(line));
	return widthOf(coloured) <= columns ? [coloured] : wrap(safe(line), columns);
}

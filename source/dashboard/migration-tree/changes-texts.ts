import type {AppStatus} from '../../runs/project-status.ts';
import {widthOf} from '../drawing/cells.ts';
import {safe} from '../drawing/foreign-text.ts';
import {keyHint} from '../drawing/key-hints.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import {keyOf} from '../input/key-names.ts';

/** A row's text in so many columns; who only looks on is told of no key. */
type Text = (columns: number, readOnly?: boolean) => string;

/** What of an app is in no migration yet, or in two that know nothing of each other, and what helps. */
export function changesTexts(app: AppStatus): Text[] {
	const {conflict, unmadeChanges} = app;
	return [
		...(conflict ? [leaves(conflict)] : []),
		...(unmadeChanges.length > 0 ? [changes(app)] : []),
		...unmadeChanges.map(change => () => paint('warning', `      ${safe(change)}`)),
	];
}

/** The key stands before names that may be long. */
function leaves(names: string[]): Text {
	return (_, readOnly) => {
		const key = readOnly ? '' : `, ${keyHint(keyOf('makemigrations'), 'merge them')}`;
		return `${paint('error', '  two leaf migrations')}${key}${paint('error', `: ${safe(names.join(', '))}`)}`;
	};
}

/** What a missing file made is no change to make once more. */
function changes({migrations}: AppStatus): Text {
	const isMissing = migrations.some(({missingFile}) => missingFile);
	return (columns, readOnly) => {
		const key = readOnly ? '' : keyHint(keyOf('makemigrations'), 'make one');
		const help = isMissing ? 'restore the file' : key;
		const [long, short] = ['changes not in a migration:', 'changes:'].map(
			text => `${paint('warning', `  ${glyphs.changed} ${text}`)} ${help}`,
		);
		return widthOf(long!) <= columns ? long! : short!;
	};
}

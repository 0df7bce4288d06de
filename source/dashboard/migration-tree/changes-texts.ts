import type {AppStatus} from '../../runs/project-status.ts';
import {widthOf} from '../drawing/cells.ts';
import {safe} from '../drawing/foreign-text.ts';
import {keyHint} from '../drawing/key-hints.ts';
import {glyphs, paint} from '../drawing/theme.ts';
import {keyOf} from '../input/key-names.ts';

/** A row's text for a width; read-only sessions see no keys. */
type Text = (columns: number, readOnly?: boolean) => string;

/** Changes without a migration, and two leaves, each with the key that resolves it. */
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

/** If a file is missing, its changes must not be made again. */
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

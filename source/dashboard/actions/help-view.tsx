import {useSheetWidth} from '../components/contexts.ts';
import {Field} from '../components/field.tsx';
import {Sheet} from '../components/sheet.tsx';
import {fit, widthOf, wrap} from '../drawing/cells.ts';
import {closeHint, keyHint} from '../drawing/key-hints.ts';
import {paneWords} from '../drawing/layout.ts';
import {paint} from '../drawing/theme.ts';
import {type Action, labelOf} from './action.ts';
import type {HelpDialog} from './help.ts';

const keysColumns = 14;

export function HelpView({dialog}: {dialog: HelpDialog}) {
	const {columns, inside} = useSheetWidth(84);
	const {field, filter} = dialog;
	const rows = groupRows(dialog, inside);
	return (
		<Sheet
			title={`Help: ${paneWords[dialog.pane]}`}
			columns={columns}
			below={field && ['', <Field key="filter" field={field} before="/" columns={inside - 4} />]}
			hints={field ? [] : [keyHint('/', filter ? `filter: ${filter}` : 'filter'), closeHint()]}
		>
			{rows.length > 0 ? rows : paint('quiet', 'No keys match.')}
		</Sheet>
	);
}

function groupRows(dialog: HelpDialog, inside: number): string[] {
	const groups = Map.groupBy(dialog.actions, ({group, panes}) =>
		panes ? paneWords[dialog.pane] : group,
	);
	return [...groups].flatMap(([group, actions], index) => [
		...(index > 0 ? [''] : []),
		paint('strong', group),
		...actions.flatMap(action => actionRows(dialog, action, inside)),
	]);
}

/** Behind the label stands the command line, where there is room, or why the action is disabled. */
function actionRows(dialog: HelpDialog, action: Action, inside: number): string[] {
	const {keys, command} = action;
	const label = labelOf(action, dialog.session);
	const why = dialog.whyDisabled(action);
	const note = why ? `(${why})` : command ? `quarterdeck ${command}` : '';
	const fits = keysColumns + widthOf(`${label}   ${note}`) <= inside;
	const text = (row: string) => (why ? paint('quiet', row) : row);
	const [first, ...others] = wrap(label, inside - keysColumns);
	const key = paint(why ? 'quiet' : 'key', fit(`  ${keys.join(' ')}`, keysColumns));
	return [
		key + text(first!) + (fits && note ? paint('quiet', `   ${note}`) : ''),
		...others.map(row => indented(text(row))),
		...(why && !fits ? wrap(note, inside - keysColumns) : []).map(row => indented(text(row))),
	];
}

function indented(text: string): string {
	return ' '.repeat(keysColumns) + text;
}

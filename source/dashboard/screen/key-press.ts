import type {Key} from '../../terminal/keys/key.ts';
import {actionFor, whereItWorks} from '../actions/action.ts';
import {edited} from '../input/editing.ts';
import {keyOf} from '../input/key-names.ts';
import type {Pressed} from '../input/keystrokes.ts';
import {isLetter} from '../input/typing.ts';
import type {Dialog, Field} from '../state/dialog.ts';
import type {Dashboard} from './dashboard.ts';

/** Gives a key to the top dialog, else to an action of the focused pane. */
export function pressKey(dashboard: Dashboard, key: Key): Pressed {
	if (dashboard.layout.kind === 'line') return pressUnseen(dashboard, key.name);
	if (pressAnywhere(dashboard, key.name)) return 'taken';
	const {dialogs, focus} = dashboard.session.view.snapshot();
	const dialog = dialogs.at(-1);
	if (dialog) return pressDialog(dashboard, dialog, key);
	if (key.name === 'Paste') return dropPaste(dashboard);
	const action = actionFor(dashboard.actions, key.name, focus);
	if (action) dashboard.act(action, key.name);
	const where = action ? undefined : whereItWorks(dashboard.actions, key.name);
	if (where) dashboard.session.toast('warning', where);
	else if (!action)
		dashboard.session.toast(
			'quiet',
			`${nameOf(key)} does nothing here. ${keyOf('help')} shows the keys.`,
		);
	return 'taken';
}

function nameOf({name}: Key): string {
	return name === ' ' ? 'Space' : name;
}

/** In a window that is too small for panes and dialogs, only the ways out work. */
function pressUnseen(dashboard: Dashboard, name: string): Pressed {
	if (name === 'q' || name === 'd' || name === '^C') dashboard.session.terminal.leave();
	else pressAnywhere(dashboard, name);
	return 'taken';
}

/** These work above every dialog, whatever other keys the operator chose. */
function pressAnywhere(dashboard: Dashboard, name: string): boolean {
	if (name === '^C') dashboard.leaving.interrupt();
	else if (name === '^Z') dashboard.session.terminal.suspend();
	else if (name === '^L') dashboard.session.terminal.redraw();
	else return false;
	return true;
}

function pressDialog(dashboard: Dashboard, dialog: Dialog, key: Key): Pressed {
	if (dialog.field && dialog.takesText(key)) return typeText(dialog, dialog.field, key);
	if (key.name === 'Paste') return dropPaste(dashboard);
	if (dialog.field && key.name === '^U') dialog.setField('');
	else if (isTypedAhead(dialog, key)) dialog.typing.touch();
	else if (dialog.press(key)) endTyping(dialog, key);
	else if (dialog.passes(key)) {
		dialog.close();
		return pressKey(dashboard, key);
	} else if (dialog.awaitsText && isLetter(key)) dialog.typing.touch();
	return 'taken';
}

/** The first letter replaces a suggested text; other keys keep it. */
function typeText(dialog: Dialog, field: Field, key: Key): Pressed {
	dialog.typing.touch();
	const replaces = field.isSuggested && (isLetter(key) || key.name === 'Paste');
	field.isSuggested = false;
	if (replaces) dialog.setField('');
	return field.attached === field.version ? editText(dialog, field, key) : 'early';
}

/** The input moves its cursor as the text is edited here, character by character. */
function editText(dialog: Dialog, field: Field, key: Key): Pressed {
	const edit = edited(field, key);
	if (!edit) return 'taken';
	if (edit.value === field.value || edit.input === '') dialog.apply(edit);
	else field.next = edit;
	return edit.input === '' ? 'taken' : {input: edit.input};
}

/** Whether the key was typed for a field that is gone. Esc never is. */
function isTypedAhead(dialog: Dialog, key: Key): boolean {
	if (dialog.field || key.name === 'Esc' || !dialog.typing.isActive) return false;
	return dialog.isFinished || isLetter(key);
}

/** Whoever leaves the last field with Esc or Enter has seen it close. */
function endTyping({field, typing}: Dialog, {name}: Key): void {
	if (!field && (name === 'Esc' || name === 'Enter')) typing.end();
}

function dropPaste(dashboard: Dashboard): Pressed {
	dashboard.session.toast('warning', 'Ignored a paste outside a text field.');
	return 'taken';
}

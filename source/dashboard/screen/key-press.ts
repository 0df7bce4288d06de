import {actionFor, whereItWorks} from '../actions/action.ts';
import type {Key} from '../input/keys.ts';
import type {Pressed} from '../input/keystrokes.ts';
import {isLetter} from '../input/typing.ts';
import type {Dialog, Field} from '../state/dialog.ts';
import type {Dashboard} from './dashboard.ts';

/** Who gets a key: the uppermost dialog, else what the focused pane and the dashboard do with it. */
export function pressKey(dashboard: Dashboard, key: Key): Pressed {
	if (dashboard.layout.kind === 'line') return pressUnseen(dashboard, key.name);
	if (pressAnywhere(dashboard, key.name)) return 'taken';
	const {dialogs, focus} = dashboard.session.view.snapshot();
	const dialog = dialogs.at(-1);
	if (dialog) return pressDialog(dashboard, dialog, key);
	if (key.name === 'Paste') return dropPaste(dashboard);
	const action = actionFor(dashboard.actions, key.name, focus);
	if (action) dashboard.act(action, key.name);
	else tellWhere(dashboard, key.name);
	return 'taken';
}

/** A key of other panes is not pressed without a word. */
function tellWhere(dashboard: Dashboard, name: string): void {
	const where = whereItWorks(dashboard.actions, name);
	if (where) dashboard.session.toast('warning', where);
}

/** The window is too small for panes and dialogs, and nothing may be done that nobody sees. */
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
	if (dialog.field && dialog.takesText(key)) return hearText(dialog, dialog.field, key);
	if (dialog.field && key.name === '^U') return clearText(dialog);
	if (key.name === 'Paste') return dropPaste(dashboard);
	if (isTypedAhead(dialog, key)) dialog.typing.goOn();
	else if (dialog.press(key)) endTyping(dialog, key);
	else if (dialog.passes(key)) {
		dialog.close();
		return pressKey(dashboard, key);
	} else if (dialog.awaitsText && isLetter(key)) dialog.typing.goOn();
	return 'taken';
}

/** The first letter replaces what was only suggested; any other key takes it as it is. */
function hearText(dialog: Dialog, field: Field, key: Key): Pressed {
	dialog.typing.goOn();
	const replaces = field.isSuggested && (isLetter(key) || key.name === 'Paste');
	field.isSuggested = false;
	if (replaces) dialog.setField('');
	return field.hears === field.version ? 'text' : 'early';
}

/** Of every field alike, whatever the key does where there is none. */
function clearText(dialog: Dialog): Pressed {
	dialog.setField('');
	return 'taken';
}

/** Whether it was meant for a field that is gone; only Esc is sure not to be. */
function isTypedAhead(dialog: Dialog, key: Key): boolean {
	if (dialog.field || key.name === 'Esc' || !dialog.typing.goesOn) return false;
	return dialog.isFinished || isLetter(key);
}

/** Where Esc or Enter has left the last field, somebody has seen it go. */
function endTyping({field, typing}: Dialog, {name}: Key): void {
	if (!field && (name === 'Esc' || name === 'Enter')) typing.end();
}

function dropPaste(dashboard: Dashboard): Pressed {
	dashboard.session.toast('warning', 'Ignored a paste outside a text field.');
	return 'taken';
}

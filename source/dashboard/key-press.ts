import {actionFor, whereItWorks} from './actions.ts';
import type {Dashboard} from './dashboard.ts';
import type {Dialog} from './dialogs/dialog.ts';
import type {Key} from './keys.ts';
import type {Pressed} from './keystrokes.ts';

/** Who gets a key: the uppermost dialog, else what the focused pane and the dashboard do with it. */
export function pressKey(dashboard: Dashboard, key: Key): Pressed {
	if (dashboard.layout.kind === 'line') return pressUnseen(dashboard, key.name);
	if (pressAnywhere(dashboard, key.name)) return 'taken';
	const {dialogs, focus} = dashboard.view.snapshot();
	const dialog = dialogs.at(-1);
	if (dialog) return pressDialog(dashboard, dialog, key);
	if (key.name === 'Paste') return dropPaste(dashboard);
	const action = actionFor(key.name, focus, dashboard.actions);
	if (action) dashboard.act(action, key.name);
	else tellWhere(dashboard, key.name);
	return 'taken';
}

/** A key of other panes is not pressed without a word. */
function tellWhere(dashboard: Dashboard, name: string): void {
	const where = whereItWorks(name, dashboard.actions);
	if (where) dashboard.toast('warning', where);
}

/** The window is too small for panes and dialogs, and nothing may be done that nobody sees. */
function pressUnseen(dashboard: Dashboard, name: string): Pressed {
	if (name === 'q' || name === 'd' || name === '^C') dashboard.leaving.now();
	else pressAnywhere(dashboard, name);
	return 'taken';
}

/** These work above every dialog, whatever other keys the operator chose. */
function pressAnywhere(dashboard: Dashboard, name: string): boolean {
	if (name === '^C') dashboard.leaving.interrupt();
	else if (name === '^Z') dashboard.suspendToShell();
	else if (name === '^L') dashboard.redraw();
	else return false;
	return true;
}

function pressDialog(dashboard: Dashboard, dialog: Dialog, key: Key): Pressed {
	if (dialog.takesText(key))
		return dialog.field!.hears === dialog.field!.version ? 'text' : 'early';
	if (key.name === 'Paste') return dropPaste(dashboard);
	if (!dialog.press(key) && dialog.isFinished) {
		dashboard.closeDialog(dialog);
		return pressKey(dashboard, key);
	}
	return 'taken';
}

function dropPaste(dashboard: Dashboard): Pressed {
	dashboard.toast('warning', 'A paste outside a text field was dropped.');
	return 'taken';
}

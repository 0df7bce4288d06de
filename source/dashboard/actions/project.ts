import {copyItems} from '../copy/copy-items.ts';
import {CopyMenu} from '../copy/copy-menu.ts';
import {save} from '../copy/save.ts';
import {askInProduction} from '../dialogs/production.ts';
import {paneNames} from '../drawing/layout.ts';
import {editFile, pageFile, runInForeground} from '../programs/foreground.ts';
import {SuperuserDialog} from '../superuser/dialog.ts';
import {type ActionContext, isHindered, type Ungrouped} from './action.ts';
import {fileToEdit, fileToRead} from './files.ts';

export const projectActions: Ungrouped[] = [
	{
		id: 'createsuperuser',
		keys: ['u'],
		label: 'create a superuser (form)',
		short: 'user',
		command: 'createsuperuser',
		writes: true,
		disabledBecause: isHindered('database', 'entities'),
		run: ({session}) =>
			askInProduction(session, 'Create a superuser', () => new SuperuserDialog(session).open()),
	},
	{
		id: 'shell',
		keys: ['i'],
		label: 'project shell',
		short: 'shell',
		command: 'shell',
		writes: true,
		disabledBecause: isHindered('database', 'entities'),
		run: ({session}) =>
			askInProduction(session, 'Open a shell', () => runInForeground(session, ['shell'])),
	},
	{
		id: 'edit',
		keys: ['e'],
		label: '$EDITOR at the line',
		short: 'edit',
		disabledBecause: context => !fileToEdit(context) && 'No file to open here.',
		run: edit,
	},
	{
		id: 'pager',
		keys: ['o'],
		label: '$PAGER on the log, or on the selected file',
		short: 'pager',
		disabledBecause: context => !fileToRead(context) && 'No file to read here.',
		run: page,
	},
	{
		id: 'copy',
		keys: ['c'],
		label: 'copy menu (OSC 52 first under SSH, else a file)',
		short: 'copy',
		panes: [...paneNames],
		disabledBecause: context => copyItems(context).length === 0 && 'Nothing to copy here.',
		run: context => new CopyMenu(context.session, copyItems(context)).open(),
	},
	{
		id: 'save',
		keys: ['>'],
		label: 'save what the pane shows to a file',
		short: 'save',
		run: save,
	},
	{
		id: 'reread',
		keys: ['R'],
		label: 'reread all',
		short: 'reread',
		command: 'status',
		run: reread,
	},
];

function edit(context: ActionContext): void {
	const place = fileToEdit(context);
	if (place) editFile(context.session, place.file, place.line);
}

function page(context: ActionContext): void {
	const file = fileToRead(context);
	if (file) pageFile(context.session, file);
}

function reread({session}: ActionContext): void {
	session.readHistory();
	session.reread();
	session.toast('quiet', 'Rereading the project.');
}

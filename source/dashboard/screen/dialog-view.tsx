import {type ComponentType, useSyncExternalStore} from 'react';
import {DialogContext, useWindow} from '../components/contexts.ts';
import {Field} from '../components/field.tsx';
import {Sheet} from '../components/sheet.tsx';
import {LinePrompt} from '../dialogs/line-prompt.ts';
import {LinePromptView} from '../dialogs/line-prompt-view.tsx';
import {MessageDialog} from '../dialogs/message.ts';
import {MessageView} from '../dialogs/message-view.tsx';
import type {Dialog, Row} from '../state/dialog.ts';

/** Draws a dialog with its component. */
export function DialogView({dialog, isTop}: {dialog: Dialog; isTop: boolean}) {
	const {status, history} = dialog.session;
	useSyncExternalStore(dialog.revision.subscribe, dialog.revision.snapshot);
	useSyncExternalStore(status.subscribe, status.snapshot);
	useSyncExternalStore(history.subscribe, history.snapshot);
	const View = viewOf(dialog);
	return (
		<DialogContext value={{dialog, isTop}}>
			<View dialog={dialog} />
		</DialogContext>
	);
}

type View<Shown extends Dialog> = ComponentType<{dialog: Shown}>;
type Kind<Shown extends Dialog> = abstract new (...parameters: any[]) => Shown;

const views = [shown(MessageDialog, MessageView), shown(LinePrompt, LinePromptView)];

/** @param View gets only dialogs of that kind */
function shown<Shown extends Dialog>(
	kind: Kind<Shown>,
	View: View<Shown>,
): [Kind<Dialog>, View<Dialog>] {
	return [kind, View as View<Dialog>];
}

function viewOf(dialog: Dialog): View<Dialog> {
	return views.find(([kind]) => dialog instanceof kind)?.[1] ?? PictureSheet;
}

function PictureSheet({dialog}: {dialog: Dialog}) {
	const size = useWindow();
	const {rows, above, below, ...picture} = dialog.draw(size);
	return (
		<Sheet {...picture} above={above?.map(nodeOf)} below={below?.map(nodeOf)}>
			{rows.map(nodeOf)}
		</Sheet>
	);
}

function nodeOf(row: Row) {
	return typeof row === 'string' ? row : <Field key={row.field.id} {...row} />;
}

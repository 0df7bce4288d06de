import {type ComponentType, useSyncExternalStore} from 'react';
import {DialogContext, useWindow} from '../components/contexts.ts';
import {Field} from '../components/field.tsx';
import {Sheet} from '../components/sheet.tsx';
import {LinePrompt} from '../dialogs/line-prompt.ts';
import {LinePromptView} from '../dialogs/line-prompt-view.tsx';
import {MessageDialog} from '../dialogs/message.ts';
import {MessageView} from '../dialogs/message-view.tsx';
import {ProductionDialog} from '../dialogs/production.ts';
import {ProductionSheet} from '../dialogs/production-sheet.tsx';
import {MigrateDialog} from '../migrate/plan-dialog.ts';
import {PlanSheet} from '../migrate/plan-sheet.tsx';
import {RunDialog} from '../migrate/run-dialog.ts';
import {RunSheet} from '../migrate/run-sheet.tsx';
import {UnfinishedDialog} from '../migrate/unfinished-dialog.ts';
import {UnfinishedSheet} from '../migrate/unfinished-sheet.tsx';
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

const views = [
	shown(MessageDialog, MessageView),
	shown(LinePrompt, LinePromptView),
	shown(ProductionDialog, ProductionSheet),
	shown(MigrateDialog, PlanSheet),
	shown(RunDialog, RunSheet),
	shown(UnfinishedDialog, UnfinishedSheet),
];

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

import type {ComponentType} from 'react';
import {HelpDialog} from '../actions/help.ts';
import {HelpView} from '../actions/help-view.tsx';
import {PaletteDialog} from '../actions/palette.ts';
import {PaletteView} from '../actions/palette-view.tsx';
import {DialogContext, useStore} from '../components/contexts.ts';
import {CopyMenu} from '../copy/copy-menu.ts';
import {CopyMenuView} from '../copy/copy-menu-view.tsx';
import {LinePrompt} from '../dialogs/line-prompt.ts';
import {LinePromptView} from '../dialogs/line-prompt-view.tsx';
import {MessageDialog} from '../dialogs/message.ts';
import {MessageView} from '../dialogs/message-view.tsx';
import {OperatorsDialog} from '../dialogs/operators.ts';
import {OperatorsView} from '../dialogs/operators-view.tsx';
import {OutputDialog} from '../dialogs/output.ts';
import {OutputView} from '../dialogs/output-view.tsx';
import {ProductionDialog} from '../dialogs/production.ts';
import {ProductionSheet} from '../dialogs/production-sheet.tsx';
import {QuitDialog} from '../leave/quit-dialog.ts';
import {QuitView} from '../leave/quit-view.tsx';
import {MakeMigrationsDialog} from '../make/dialog.ts';
import {MakeMigrationsView} from '../make/make-migrations-view.tsx';
import {MigrateDialog} from '../migrate/plan-dialog.ts';
import {PlanSheet} from '../migrate/plan-sheet.tsx';
import {RunDialog} from '../migrate/run-dialog.ts';
import {RunSheet} from '../migrate/run-sheet.tsx';
import {UnfinishedDialog} from '../migrate/unfinished-dialog.ts';
import {UnfinishedSheet} from '../migrate/unfinished-sheet.tsx';
import {MigrationDialog} from '../migration-tree/migration-dialog.ts';
import {MigrationView} from '../migration-tree/migration-view.tsx';
import type {Dialog} from '../state/dialog.ts';
import {SuperuserDialog} from '../superuser/dialog.ts';
import {SuperuserView} from '../superuser/superuser-view.tsx';

/** Draws a dialog with its component. */
export function DialogView({dialog, isTop}: {dialog: Dialog; isTop: boolean}) {
	useStore(dialog.revision);
	useStore(dialog.session.status);
	useStore(dialog.session.history);
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
	shown(CopyMenu, CopyMenuView),
	shown(HelpDialog, HelpView),
	shown(LinePrompt, LinePromptView),
	shown(MakeMigrationsDialog, MakeMigrationsView),
	shown(MessageDialog, MessageView),
	shown(MigrateDialog, PlanSheet),
	shown(MigrationDialog, MigrationView),
	shown(OperatorsDialog, OperatorsView),
	shown(OutputDialog, OutputView),
	shown(PaletteDialog, PaletteView),
	shown(ProductionDialog, ProductionSheet),
	shown(QuitDialog, QuitView),
	shown(RunDialog, RunSheet),
	shown(SuperuserDialog, SuperuserView),
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
	const found = views.find(([kind]) => dialog instanceof kind);
	if (!found) throw new Error(`${dialog.constructor.name} has no component.`);
	return found[1];
}

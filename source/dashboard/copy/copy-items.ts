import type {PaneName} from '../drawing/layout.ts';
import type {LogPane} from '../log/log-pane.ts';
import {shownPieces} from '../log/shown-pieces.ts';
import {firstShown, lastError, shownText, withStack} from '../log/texts.ts';
import type {MigrationRow} from '../migration-tree/rows.ts';
import type {MigrationTree} from '../migration-tree/tree.ts';
import type {Copied} from '../programs/copy.ts';
import type {Session} from '../state/session.ts';

export interface PaneContents {
	readonly session: Session;
	readonly tree: MigrationTree;
	readonly logPane: LogPane;
}

export interface CopyItem extends Copied {
	key: string;
}

export function copyItems(contents: PaneContents): CopyItem[] {
	const {focus} = contents.session.view.snapshot();
	return items[focus](contents).filter(({text, pieces}) => text !== '' || pieces);
}

const items: Record<PaneName, (contents: PaneContents) => CopyItem[]> = {
	log({logPane: {store, current}, session}) {
		const {log} = session.view.snapshot();
		const {first: top, last: bottom} = session.drawn.log;
		const text = (from: number, to: number) => shownText(store, log, from, to);
		const first = firstShown(store, log);
		const all = {key: 'a', label: 'all matching lines'};
		return [
			{key: 'l', label: 'the line', text: current < 0 ? '' : text(current, current)},
			{key: 'b', label: 'the block', text: withStack(store, current)},
			{key: 'v', label: 'the view', text: text(top, bottom)},
			{key: 'e', label: 'the last error', text: lastError(store, log)},
			...(first === undefined
				? []
				: [{...all, text: first, pieces: () => shownPieces(store, log)}]),
		];
	},
	migrations({tree, session}) {
		const row = tree.selected();
		return [
			{key: 'n', label: 'the name', text: row?.id ?? ''},
			{key: 'f', label: 'the path of the file', text: tree.file() ?? ''},
			{key: 'l', label: 'the command line', text: row ? commandLineFor(row) : ''},
			{key: 'e', label: 'the error', text: session.problems.map(problemText).join('\n\n')},
		];
	},
	server({session}) {
		const server = session.project?.server;
		return [
			{key: 'u', label: 'the address', text: server?.url ?? ''},
			{key: 'e', label: 'the reason', text: server?.reason ?? ''},
			{key: 'l', label: 'the command line', text: 'quarterdeck runserver'},
		];
	},
	activity({session: {activities}}) {
		const all = activities.shown.map(({command}) => `quarterdeck ${command}`);
		const chosen = activities.selected();
		return [
			{key: 'l', label: 'the command line', text: chosen ? `quarterdeck ${chosen.command}` : ''},
			{key: 'a', label: 'all command lines shown', text: all.reverse().join('\n')},
		];
	},
};

function commandLineFor({app, migration}: MigrationRow): string {
	return migration ? `quarterdeck migrate ${app} ${migration}` : `quarterdeck migrate ${app}`;
}

function problemText({message, hint}: {message: string; hint?: string}): string {
	return hint ? `${message}\n${hint}` : message;
}

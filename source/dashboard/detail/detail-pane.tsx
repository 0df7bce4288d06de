import {useStore} from '../components/contexts.ts';
import type {PanePlace} from '../components/pane.tsx';
import type {LogPane} from '../log/log-pane.ts';
import type {MigrationTree} from '../migration-tree/tree.ts';
import type {Previews} from '../sql/previews.ts';
import {shownProblems} from '../state/blocking-problems.ts';
import type {Session} from '../state/session.ts';
import {AppDetail} from './app-detail.tsx';
import {DetailFrame} from './detail-frame.tsx';
import {LineDetail} from './line-detail.tsx';
import {MigrationDetail} from './migration-detail.tsx';
import {ProblemDetail} from './problem-detail.tsx';
import {RunDetail} from './run-detail.tsx';
import type {RunJournals} from './run-journals.ts';

interface Props {
	session: Session;
	tree: MigrationTree;
	logPane: LogPane;
	previews: Previews;
	journals: RunJournals;
	place: PanePlace;
}

/** Shows what is selected in the pane that has the focus, else in the list beside it. */
export function DetailPane({session, logPane, journals, place, ...props}: Props) {
	const {focus, log} = useStore(session.view);
	useStore(session.status);
	useStore(session.history);
	if (focus === 'log' && log.cursor !== undefined) {
		return <LineDetail place={place} logPane={logPane} number={log.cursor} />;
	}
	const run = session.activities.selected();
	if (focus === 'activity' && run) {
		return <RunDetail journals={journals} place={place} activity={run} />;
	}
	return <SelectedInTree session={session} place={place} {...props} />;
}

function SelectedInTree({session, tree, previews, place}: Omit<Props, 'logPane' | 'journals'>) {
	const {readOnly} = session.view.snapshot();
	const {project: status} = session;
	const {id = ''} = tree.selected() ?? {};
	const [app, migration] = [tree.app(), tree.migration()];
	if (migration) {
		const shown = {session, previews, place, id, migration};
		return <MigrationDetail {...shown} />;
	}
	// Of an app that is only known from the disk there is nothing to say.
	if (status && app && !app.files) {
		return (
			<AppDetail session={session} place={place} status={status} app={app} readOnly={readOnly} />
		);
	}
	const problems = shownProblems(session.problems);
	if (problems.length > 0) {
		return <ProblemDetail place={place} root={session.root} problems={problems} />;
	}
	return (
		<DetailFrame place={place} title="">
			{[]}
		</DetailFrame>
	);
}

import {useStore} from '../components/contexts.ts';
import {Pane, type PanePlace} from '../components/pane.tsx';
import {Row} from '../components/rows.tsx';
import {safe} from '../drawing/foreign-text.ts';
import type {MigrationTree} from '../migration-tree/tree.ts';
import type {Session} from '../state/session.ts';

interface Props {
	session: Session;
	tree: MigrationTree;
	place: PanePlace;
}

/** Shows what is selected in the list beside it. */
export function DetailPane({session, tree, place}: Props) {
	useStore(session.view);
	useStore(session.status);
	const row = tree.selected();
	return (
		<Pane place={place} title={safe(row?.id ?? 'Nothing is selected')} focused={false}>
			<Row>{''}</Row>
		</Pane>
	);
}

import {stateUnreadable} from '../../runs/unreadable-state.ts';
import {useStore} from '../components/contexts.ts';
import type {PanePlace} from '../components/pane.tsx';
import {safe} from '../drawing/foreign-text.ts';
import type {Session} from '../state/session.ts';
import type {ViewState} from '../state/state.ts';

export interface PaneProps {
	session: Session;
	place: PanePlace;
}

/** The view, with the reason why panes that show files of the state folder are empty. */
export function useReadableView(session: Session): ViewState {
	const view = useStore(session.view);
	const {status} = useStore(session.status);
	const problem = status?.problems.find(({code}) => code === stateUnreadable);
	return {...view, unreadable: problem && safe(problem.message)};
}

import {useStore} from '../components/contexts.ts';
import type {PanePlace} from '../components/pane.tsx';
import type {Session} from '../state/session.ts';
import type {ViewState} from '../state/state.ts';

export interface PaneProps {
	session: Session;
	place: PanePlace;
}

/** See `Session.readableView`. */
export function useReadableView(session: Session): ViewState {
	useStore(session.view);
	useStore(session.status);
	return session.readableView;
}

import {useRef, useSyncExternalStore} from 'react';
import {useStore} from '../components/contexts.ts';
import type {PanePlace} from '../components/pane.tsx';
import type {Session} from '../state/session.ts';
import type {ViewState} from '../state/state.ts';

export interface PaneProps {
	session: Session;
	place: PanePlace;
}

/** Parts of the view: the component is drawn again only when one of them has changed. */
export function useView<Name extends keyof ViewState>(
	{view}: Session,
	...names: Name[]
): Pick<ViewState, Name> {
	const known = useRef<ViewState>(undefined);
	return useSyncExternalStore(view.subscribe, () => {
		const now = view.snapshot();
		if (names.some(name => known.current?.[name] !== now[name])) known.current = now;
		return known.current ?? now;
	});
}

/** See `Session.readableView`. */
export function useReadableView(session: Session): ViewState {
	useStore(session.view);
	useStore(session.status);
	return session.readableView;
}

import {useLayoutEffect} from 'react';
import {useStore} from '../components/contexts.ts';
import {Pane} from '../components/pane.tsx';
import {Rows} from '../components/rows.tsx';
import {migrationsText} from './migrations-text.ts';
import type {PaneProps} from './pane-props.ts';

export function MigrationsPane({session, place}: PaneProps) {
	const state = useStore(session.status);
	const view = useStore(session.view);
	const {rows, border, top} = migrationsText(state, view, place, session.drawn.migrationsTop);
	useLayoutEffect(() => {
		session.drawn.migrationsTop = top;
	});
	return (
		<Pane place={place} {...border}>
			<Rows>{rows}</Rows>
		</Pane>
	);
}

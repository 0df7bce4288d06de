import type {ServerStatus} from '../../runs/project-status.ts';
import {useStore} from '../components/contexts.ts';
import {Pane, Place} from '../components/pane.tsx';
import {Row} from '../components/rows.tsx';
import {useClock} from '../components/use-clock.ts';
import {paneTitles} from '../drawing/layout.ts';
import {pieceTime} from '../graphs/history.ts';
import type {ServerGraphs} from '../graphs/server-graphs.ts';
import {requestsInShort} from './graph-rows.ts';
import {type PaneProps, useView} from './pane-props.ts';
import {ServerFacts} from './server-facts.tsx';
import {keysOf, meanings, oneLine} from './server-text.ts';

interface Props extends PaneProps {
	graphs: ServerGraphs;
}

const none: ServerStatus = {state: 'stopped'};

export function ServerPane(props: Props) {
	const {session, place, graphs} = props;
	const {status} = useStore(session.status);
	const view = useView(session, 'focus', 'readOnly');
	if (place.rows === 1) return <ServerRow {...props} />;
	const server = status?.server ?? none;
	return (
		<Pane
			place={place}
			title={paneTitles.server}
			right={keysOf(server, view)}
			focused={view.focus === 'server'}
			meaning={meanings[server.state] === 'error' ? 'error' : undefined}
		>
			<ServerFacts
				session={session}
				graphs={graphs}
				rows={place.rows - (place.borderless ? 0 : 2)}
			/>
		</Pane>
	);
}

/** All there is in a low window. */
function ServerRow({session, place, graphs}: Props) {
	const server = useStore(session.status).status?.server ?? none;
	const view = useView(session, 'readOnly');
	useStore(graphs.requests);
	const requests = requestsInShort(graphs.requests);
	useClock(requests.length > 0 ? pieceTime : undefined);
	return (
		<Place at={place}>
			<Row>{oneLine(server, view, place.columns, requests)}</Row>
		</Place>
	);
}

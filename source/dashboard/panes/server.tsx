import {useStore} from '../components/contexts.ts';
import {Pane, Place} from '../components/pane.tsx';
import {Paragraph, Row} from '../components/rows.tsx';
import {safe} from '../drawing/foreign-text.ts';
import {paneTitles} from '../drawing/layout.ts';
import {paint} from '../drawing/theme.ts';
import type {PaneProps} from './pane-props.ts';
import {alarms, factsOf, keysOf, meanings, next, oneLine, stateText} from './server-text.ts';

export function ServerPane({session, place}: PaneProps) {
	const {status} = useStore(session.status);
	const view = useStore(session.view);
	const server = status?.server ?? {state: 'stopped'};
	if (place.rows === 1) {
		return (
			<Place at={place}>
				<Row>{oneLine(server, view, place.columns)}</Row>
			</Place>
		);
	}
	const facts = factsOf(server).join('   ');
	const state = [stateText(server), paint('strong', safe(server.url ?? ''))].join('   ');
	const nextSteps = next(server, status?.problems ?? []);
	const isLow = place.rows === 3;
	return (
		<Pane
			place={place}
			title={paneTitles.server}
			right={keysOf(server, view)}
			focused={view.focus === 'server'}
			meaning={meanings[server.state] === 'error' ? 'error' : undefined}
		>
			<Row>{isLow ? `${state}${paint('quiet', nextSteps.join(' '))}` : state}</Row>
			{facts && <Row>{facts}</Row>}
			{alarms(server).map(text => (
				<Paragraph key={text} meaning="error">
					{text}
				</Paragraph>
			))}
			{!isLow &&
				nextSteps.map(text => (
					<Paragraph key={text} meaning="quiet">
						{text}
					</Paragraph>
				))}
		</Pane>
	);
}

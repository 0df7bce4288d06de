import {useEffect} from 'react';
import {isUp, type ServerStatus} from '../../runs/project-status.ts';
import {useInside, useStore} from '../components/contexts.ts';
import {Paragraph, Row, Rows} from '../components/rows.tsx';
import {widthOf} from '../drawing/cells.ts';
import {paint} from '../drawing/theme.ts';
import type {ServerGraphs} from '../graphs/server-graphs.ts';
import type {Session} from '../state/session.ts';
import {ProcessGraph, RequestGraph} from './server-graphs.tsx';
import {alarms, factsOf, next, whereItRuns} from './server-text.ts';

interface Props {
	session: Session;
	graphs: ServerGraphs;
	/** The room for all of it. */
	rows: number;
}

/** The server in words, and what it does in graphs. */
export function ServerFacts({session, graphs, rows}: Props) {
	const {status} = useStore(session.status);
	const inside = useInside();
	const server = status?.server ?? {state: 'stopped'};
	const hints = next(server, status?.problems ?? []);
	const shown = useGraphs(graphs, session.root, server);
	if (rows === 1) return <Row>{whereItRuns(server) + paint('quiet', hints.join(' '))}</Row>;
	const words = wordsOf(server, rows - shown.count, inside);
	const spare = rows - shown.count - words.length - hints.length;
	return (
		<>
			<Rows>{words}</Rows>
			{alarms(server).map(text => (
				<Paragraph key={text} meaning="error">
					{text}
				</Paragraph>
			))}
			{shown.requests && <RequestGraph requests={graphs.requests} height={1 + upTo(5, spare)} />}
			{shown.usage && <ProcessGraph usage={graphs.usage} height={1 + upTo(2, spare - 5)} />}
			{(shown.count === 0 || spare >= 0) &&
				hints.map(text => (
					<Paragraph key={text} meaning="quiet">
						{text}
					</Paragraph>
				))}
		</>
	);
}

function upTo(most: number, rows: number): number {
	return Math.max(0, Math.min(most, rows));
}

/** The facts have a row of their own where there is room for it and a hint. */
function wordsOf(server: ServerStatus, rows: number, inside: number): string[] {
	const state = whereItRuns(server);
	const facts = factsOf(server).join('   ');
	if (facts === '') return [state];
	if (rows >= 3) return [state, facts];
	const joined = `${state}   ${facts}`;
	return [widthOf(joined) <= inside ? joined : state];
}

/** Which graphs there are: none of a server that does not run, or has more important things to say. */
function useGraphs({requests, usage}: ServerGraphs, root: string, server: ServerStatus) {
	useStore(requests);
	const {shown} = useStore(usage);
	const isCalm = isUp(server) && alarms(server).length === 0;
	const runner = isCalm ? server.pid : undefined;
	useEffect(
		() => (runner === undefined ? undefined : usage.watch(root, runner)),
		[usage, root, runner],
	);
	const [hasRequests, hasUsage] = [isCalm && requests.areRecent(), isCalm && shown !== undefined];
	return {requests: hasRequests, usage: hasUsage, count: Number(hasRequests) + Number(hasUsage)};
}

import {Box, Text, useInput, useWindowSize} from 'ink';
import {memo, useSyncExternalStore} from 'react';
import {useStore, WindowContext} from '../components/contexts.ts';
import {type PanePlace, Place} from '../components/pane.tsx';
import {DetailPane} from '../detail/detail-pane.tsx';
import {type PaneName, paneNames, type Rectangle} from '../drawing/layout.ts';
import {ActivityPane} from '../panes/activity.tsx';
import {drawHeader} from '../panes/header.ts';
import {LogPane} from '../panes/log.tsx';
import {MigrationsPane} from '../panes/migrations.tsx';
import {ServerPane} from '../panes/server.tsx';
import {rowsOfServer} from '../panes/server-text.ts';
import type {Dashboard} from './dashboard.ts';
import {DialogView} from './dialog-view.tsx';
import {footerRows, paneTitleRow, tooSmall} from './edge-rows.ts';

interface Props {
	dashboard: Dashboard;
}

/**
 * Exactly as high as the window: Ink would clear and redraw a higher frame each time.
 * @param followsLog somebody else draws the log where nothing lies over it
 */
export function Screen({dashboard, followsLog = false}: Props & {followsLog?: boolean}) {
	const size = useWindowSize();
	const {dialogs} = useStore(dashboard.session.view);
	useLayout(dashboard);
	// Keeps the terminal in raw mode while no text field is open; Keystrokes delivers the keys.
	useInput(() => {});
	if (dashboard.layout.kind === 'line')
		return <Text wrap="truncate">{tooSmall(dashboard).join('\n')}</Text>;
	return (
		<WindowContext value={size}>
			<Box width={size.columns} height={size.rows}>
				<Header dashboard={dashboard} />
				<PaneTitle dashboard={dashboard} />
				<Panes dashboard={dashboard} isLogFree={followsLog && dialogs.length === 0} />
				<Detail dashboard={dashboard} />
				<Footer dashboard={dashboard} />
				{dialogs.map((dialog, index) => (
					<DialogView key={dialog.number} dialog={dialog} isTop={index === dialogs.length - 1} />
				))}
			</Box>
		</WindowContext>
	);
}

/** What the layout depends on, besides the view. */
function useLayout({session, logPane: {store}}: Dashboard): void {
	useSyncExternalStore(store.subscribe, () => store.total > 0);
	useSyncExternalStore(session.status.subscribe, () => rowsOfServer(session.project?.server));
}

function Panes({dashboard, isLogFree}: Props & {isLogFree: boolean}) {
	const {panes, borderless, hasGraphs} = dashboard.layout;
	return paneNames.map(name => {
		const place = panes[name];
		if (!place) return null;
		const shown = {name, dashboard, isLogFree, place: {...place, borderless, hasGraphs}};
		return <PaneNamed key={name} {...shown} />;
	});
}

function Detail({dashboard}: Props) {
	const {session, tree, logPane, previews, journals, layout} = dashboard;
	if (!layout.detail) return null;
	const shown = {session, tree, logPane, previews, journals, place: layout.detail};
	return <DetailPane {...shown} />;
}

interface NamedProps extends Props {
	name: PaneName;
	place: PanePlace;
	isLogFree: boolean;
}

/** A key in one pane does not draw the others again: they look at the parts of the view that they show. */
const PaneNamed = memo(function PaneNamed({name, dashboard, place, isLogFree}: NamedProps) {
	const {session, logPane, graphs} = dashboard;
	switch (name) {
		case 'migrations':
			return <MigrationsPane session={session} place={place} />;
		case 'server':
			return <ServerPane session={session} place={place} graphs={graphs} />;
		case 'log':
			return <LogPane session={session} place={place} logPane={logPane} isFree={isLogFree} />;
		case 'activity':
			return <ActivityPane session={session} place={place} />;
	}
}, isSamePane);

/** A place is another object each time. */
function isSamePane({place, ...one}: NamedProps, {place: other, ...others}: NamedProps): boolean {
	return hasSame(one, others) && hasSame(place, other);
}

function hasSame<Props extends object>(one: Props, other: Props): boolean {
	return (Object.keys(one) as (keyof Props)[]).every(name => one[name] === other[name]);
}

function Header({dashboard: {session, layout}}: Props) {
	const status = useStore(session.status);
	const {header, borderless} = layout;
	const rows = drawHeader(status, session.viewer, layout);
	return <EdgeRows at={borderless ? {...header, rows: header.rows - 1} : header}>{rows}</EdgeRows>;
}

/** Where panes have no border, this row says which one it is. */
function PaneTitle({dashboard}: Props) {
	const {header, borderless} = dashboard.layout;
	useStore(dashboard.logPane.counters);
	if (!borderless) return null;
	const place = {...header, top: header.top + header.rows - 1, rows: 1};
	return <EdgeRows at={place}>{[paneTitleRow(dashboard)]}</EdgeRows>;
}

function Footer({dashboard}: Props) {
	const {session, layout} = dashboard;
	useStore(session.status);
	useStore(session.history);
	return <EdgeRows at={layout.footer}>{footerRows(dashboard)}</EdgeRows>;
}

function EdgeRows({at, children}: {at: Rectangle; children: string[]}) {
	return (
		<Place at={at}>
			<Text wrap="truncate">{children.join('\n')}</Text>
		</Place>
	);
}

import type {TestContext} from 'node:test';
import {Box} from 'ink';
import {cleanup, render} from 'ink-testing-library';
import type {ReactNode} from 'react';
import {DialogContext, WindowContext} from '../../source/dashboard/components/contexts.ts';
import {Dialog, type Field} from '../../source/dashboard/state/dialog.ts';
import {dashboardInMemory} from './in-memory-dashboard.ts';

class Probe extends Dialog {
	press(): boolean {
		return false;
	}
}

export const probeSize = {columns: 30, rows: 8};

/** Draws what a dialog may consist of, in a small window. @param field the one with the focus */
export function drawInDialog(
	test: TestContext,
	content: ReactNode,
	field?: Field,
	size = probeSize,
) {
	test.after(cleanup);
	const dialog = new Probe(dashboardInMemory(test).session);
	dialog.field = field;
	const node = () => (
		<WindowContext value={size}>
			<DialogContext value={{dialog, isTop: true}}>
				<Box width={size.columns} height={size.rows}>
					{content}
				</Box>
			</DialogContext>
		</WindowContext>
	);
	const {lastFrame, rerender, stdin} = render(node());
	return {
		dialog,
		stdin,
		lines: () => lastFrame()!.split('\n'),
		draw: () => rerender(node()),
	};
}

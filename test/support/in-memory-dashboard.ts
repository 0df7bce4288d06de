import nodeTest, {type TestContext} from 'node:test';
import {actions} from '../../source/dashboard/actions/list.ts';
import {chooseLook} from '../../source/dashboard/drawing/theme.ts';
import {nameKeys} from '../../source/dashboard/input/key-names.ts';
import {Dashboard} from '../../source/dashboard/screen/dashboard.ts';
import type {ProjectStatus} from '../../source/runs/project-status.ts';
import type {Key} from '../../source/terminal/keys/key.ts';
import {tutorialStatus} from './dashboard.ts';
import {dialogText} from './drawn-dialog.tsx';

/** What is drawn has no colours, and texts name our own keys, until the test ends. */
export function plainLook(test: Pick<TestContext, 'after'>): void {
	chooseLook({colour: false, unicode: true});
	nameKeys(actions);
	test.after(() => nameKeys([]));
}

/** The same for every test of a file. */
export function plainLookForAll(): void {
	nodeTest.beforeEach(() => {
		chooseLook({colour: false, unicode: true});
		nameKeys(actions);
	});
	nodeTest.afterEach(() => nameKeys([]));
}

interface Options {
	root?: string;
	readOnly?: boolean;
	columns?: number;
	rows?: number;
}

/** A dashboard that nothing draws: keys and dialogs without Ink. */
export function dashboardInMemory(
	test: Pick<TestContext, 'after'>,
	status: ProjectStatus | undefined = tutorialStatus(),
	{root = '/srv/tutorial', readOnly, columns = 120, rows = 40}: Options = {},
) {
	plainLook(test);
	const sent: string[] = [];
	const dashboard = new Dashboard({
		root,
		viewer: {operator: 'ann', host: 'web-1', folder: 'tutorial', readOnly},
		terminal: {
			size: {columns, rows},
			leave: () => sent.push('leave'),
			handOver: async work => {
				sent.push('hand over');
				await work();
			},
			redraw: () => sent.push('redraw'),
			edit: async (file, line) => {
				sent.push(`edit ${file}:${line ?? ''}`);
			},
			suspend: () => sent.push('suspend'),
			send: sequence => sent.push(sequence),
		},
		reread: () => sent.push('reread'),
		interval: 0,
	});
	if (status) dashboard.showStatus(status);
	const {view} = dashboard.session;
	const top = () => view.snapshot().dialogs.at(-1);
	test.after(() => {
		for (const dialog of view.snapshot().dialogs) dialog.close();
	});
	return {
		dashboard,
		session: dashboard.session,
		sent,
		/** The top dialog. */
		top,
		/** What it shows. */
		text: () => dialogText(top()!, {columns}),
		toast: () => view.snapshot().toast?.text,
		press: (...names: string[]) => {
			for (const name of names) dashboard.press(keyNamed(name));
		},
		/** Puts a text into the field of the top dialog. */
		type: (text: string) => top()!.setField(text),
	};
}

/** `j`, `M` and `Enter` as `KeyDecoder` returns them. */
export function keyNamed(name: string): Key {
	return {name, text: [...name].length === 1 ? name : ''};
}

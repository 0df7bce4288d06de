import assert from 'node:assert/strict';
import {EventEmitter} from 'node:events';
import test, {type TestContext} from 'node:test';
import {chooseLook} from '../../../source/dashboard/drawing/theme.ts';
import {type Cover, OutputStage} from '../../../source/dashboard/output/output-stage.ts';
import {Dashboard} from '../../../source/dashboard/screen/dashboard.ts';
import {FollowedLog} from '../../../source/dashboard/screen/followed-log.ts';
import {tutorialStatus} from '../../support/dashboard.ts';

/** A stage that counts how often the log is drawn. */
class CountingStage extends OutputStage {
	covers: (Cover | undefined)[] = [];

	override cover(cover: Cover | undefined): void {
		this.covers.push(cover);
		super.cover(cover);
	}
}

function followedLog(t: TestContext) {
	chooseLook({colour: false, unicode: true});
	const terminal = Object.assign(new EventEmitter(), {
		columns: 120,
		rows: 40,
		write: (_: string, done?: () => void) => done?.(),
	});
	const stage = new CountingStage(terminal as unknown as NodeJS.WriteStream);
	const dashboard = new Dashboard({
		root: '/srv/tutorial',
		viewer: {operator: 'ann', host: 'web-1', folder: 'tutorial'},
		terminal: {
			size: terminal,
			leave() {},
			handOver: work => work(),
			redraw() {},
			edit: async () => {},
			suspend() {},
			send() {},
		},
		reread() {},
		interval: 0,
	});
	dashboard.showStatus(tutorialStatus());
	dashboard.takeLog(['one']);
	new FollowedLog(dashboard, stage);
	t.after(() => dashboard.logPane.store.scrollback.close());
	return {
		dashboard,
		press: (name: string) => dashboard.press({name, text: name}),
		/** How often it was drawn meanwhile. */
		drawnBy(act: () => unknown): number {
			const before = stage.covers.length;
			act();
			return stage.covers.length - before;
		},
		shown: () =>
			stage.covers
				.at(-1)
				?.rows.map(row => row.trim())
				.filter(Boolean),
	};
}

test('keys in other panes, notices and news of the project do not draw the log again', t => {
	const {dashboard, press, drawnBy, shown} = followedLog(t);
	const {session} = dashboard;
	assert.deepEqual(shown(), ['one']);
	assert.equal(
		drawnBy(() => press('j')),
		0,
	);
	assert.equal(
		drawnBy(() => session.toast('quiet', 'said')),
		0,
	);
	assert.equal(
		drawnBy(() => dashboard.showStatus(tutorialStatus({unapplied: 2}))),
		0,
	);
});

test('new lines, keys of the log, another focus, a dialog and another layout draw it', t => {
	const {dashboard, press, drawnBy, shown} = followedLog(t);
	assert.equal(
		drawnBy(() => dashboard.takeLog(['two'])),
		1,
	);
	assert.deepEqual(shown(), ['one', 'two']);
	assert.ok(drawnBy(() => press('3')) > 0, 'it has more rows with the focus');
	assert.ok(drawnBy(() => press('w')) > 0);
	assert.ok(drawnBy(() => press('?')) > 0);
	assert.equal(shown(), undefined, 'a dialog lies over it');
	assert.ok(drawnBy(() => press('Esc')) > 0);
	assert.deepEqual(shown(), ['one', 'two']);
	const crashed = tutorialStatus({server: {state: 'crashed', reason: 'x'}});
	assert.ok(drawnBy(() => dashboard.showStatus(crashed)) > 0, 'the pane above it is higher');
});

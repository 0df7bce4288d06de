import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {Sheet} from '../../../source/dashboard/components/sheet.tsx';
import {Consent} from '../../../source/dashboard/dialogs/consent.ts';
import {consentRows} from '../../../source/dashboard/dialogs/consent-rows.tsx';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';
import {drawInDialog, probeSize} from '../../support/probe-dialog.tsx';

const {columns} = probeSize;

function drawn(t: TestContext, losesData: boolean): string {
	const consent = new Consent(dashboardInMemory(t).session, losesData);
	const rows = consentRows(consent, columns - 4, ['Esc cancel'], ['Data will be lost.']);
	const sheet = (
		<Sheet title="Run it" columns={columns}>
			{rows}
		</Sheet>
	);
	return drawInDialog(t, sheet, consent.field).lines().join('\n');
}

test('where y is enough, nothing else is asked', t => {
	const frame = drawn(t, false);
	assert.match(frame, /y run it {3}Esc cancel/);
	assert.doesNotMatch(frame, /lost|Database/);
});

test('in a narrow window the reasons have rows of their own', t => {
	assert.match(drawn(t, true), /Data will be lost\. +┃\n┃ Database name: +_+/);
});

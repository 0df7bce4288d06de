import assert from 'node:assert/strict';
import test from 'node:test';
import {tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';

const reason = 'connect ECONNREFUSED 10.0.0.5:5432';
const away = tutorialStatus({
	database: {
		...{driver: 'postgresql', name: 'blog', host: 'db-1', reachable: false},
		nextTry: {at: new Date(2026, 2, 2, 12, 1, 32).toISOString(), after: 8},
	},
	problems: [
		{
			code: 'database-unreachable',
			hinders: 'database',
			message: `The postgresql database db-1/blog cannot be used: ${reason}.`,
			reason,
			hint: 'Check that the server runs.',
		},
	],
});

for (const [columns, rows] of [
	[80, 24],
	[60, 18],
]) {
	test(`an unreachable database shows what works, the next retry and the last known state at ${columns}x${rows}`, async t => {
		const {dashboard, frame, shows} = await mountDashboard(t, undefined, {columns, rows});
		// The last session's: this one has not reached the database yet.
		const keptAt = new Date(2026, 2, 1, 9, 0, 7);
		dashboard.session.status.change({status: tutorialStatus(), keptAt});
		dashboard.showStatus(away);
		await shows('DATABASE UNREACHABLE');
		const text = frame();
		assert.match(text, /Next retry at 12:01:32 \(after 8 s\); R retries now\./);
		assert.match(text, /m still works/);
		assert.match(
			text,
			/As last seen at 09:00:07:(?: auth 0 applied, 2 not|[\s\S]*auth +2 unapplied)/,
		);
		assert.equal(text.match(/database db-1\/blog cannot/g)?.length, 1, 'only once');
		assert.match(text, /^┃ connect ECONNREFUSED/m);
	});
}

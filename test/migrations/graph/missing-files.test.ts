import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';
import {saveSources} from '../../../source/migrations/edits/applied-source.ts';
import {readMigration} from '../../../source/migrations/files/reading.ts';
import {MigrationGraph} from '../../../source/migrations/graph/graph.ts';
import {
	missingFiles,
	refuseMissingFiles,
	withPossibleDependants,
} from '../../../source/migrations/graph/missing-files.ts';
import type {Applied} from '../../../source/migrations/record/recorder.ts';
import {graphOf} from '../../support/graph.ts';
import {temporaryFolder} from '../../support/project.ts';

const apps = ['a', 'b'].map(label => ({label, migrationsFolder: `/srv/${label}/migrations`}));
const project: any = {kind: 'quarterdeck', root: '/srv', apps};

/** Migrations that were applied in this order, a minute after each other. */
function applied(...ids: string[]): Applied {
	return new Map(ids.map((id, minute) => [id, new Date(Date.UTC(2026, 10, 24, 12, minute))]));
}

test('a migration is missing if it is applied, has no file and is not replaced', () => {
	const [one] = graphOf({'a.0001_one': []}).order as [any];
	const squashed = {...one, id: 'a.0001_all', name: '0001_all', replaces: ['a.0000_old']};
	const graph = new MigrationGraph([one, squashed], apps);
	const missing = missingFiles(project, graph, applied('a.0001_one', 'a.0000_old', 'b.0001_x'));
	assert.deepEqual(
		missing.map(({id, app, name}) => [id, app, name]),
		[['b.0001_x', 'b', '0001_x']],
	);
});

/** Whether a target of the app a is refused. */
async function refused(graph: MigrationGraph, record: Applied, name?: string, root = '/srv') {
	const at = {...project, root};
	const missing = missingFiles(at, graph, record);
	try {
		await refuseMissingFiles(at, missing, graph, record, {app: 'a', name});
		return undefined;
	} catch (error) {
		assert.equal((error as {code?: string}).code, 'missing-file');
		return error as {message: string; hint: string};
	}
}

test('a target before or at a missing file is refused, and one of other apps is not', async () => {
	const graph = graphOf({'a.0001_one': []});
	const record = applied('a.0001_one', 'a.0002_two');
	for (const name of ['zero', '0001', '0002', '0002_two'])
		assert.ok(await refused(graph, record, name), name);
	assert.equal(await refused(graph, record), undefined);
	assert.equal(await refused(graph, applied('a.0001_one', 'b.0002_two'), 'zero'), undefined);
	assert.ok(await refused(graphOf({}), record), 'an app without any file');
});

test('the last missing file is asked for, with where its text is', async t => {
	const root = temporaryFolder(t);
	const file = {id: 'a.0002_two', app: 'a', name: '0002_two', dependencies: [], replaces: []};
	const source = 'two();\n';
	saveSources(root, [{...file, path: path.join('/srv/a/migrations/0002_two.ts'), source}]);
	const record = applied('a.0001_one', 'a.0002_two');
	const graph = graphOf({});
	const unknown = await refused(graph, record, 'zero', root);
	assert.match(unknown!.message, /^a\.0002_two is applied, and its file is missing/);
	assert.match(unknown!.hint, / back from version control\.\n.*'quarterdeck migrate a --prune'/);
	record.fingerprints = new Map([['a.0002_two', readMigration(source, 'two.ts').fingerprint]]);
	const {hint} = (await refused(graph, record, 'zero', root))!;
	assert.match(hint, /; its text when it was applied is in \.quarterdeck\/applied\.ndjson\.\n/);
});

test('a missing migration may depend on a step back that was applied before it', () => {
	const graph = graphOf({'a.0001_one': [], 'a.0002_two': ['a.0001_one']});
	const record = applied('a.0001_one', 'b.0001_gone', 'a.0002_two');
	const [one, two] = graph.order as [any, any];
	const steps = [two, one].map(file => ({file, direction: 'backwards' as const}));
	const missing = missingFiles(project, graph, record);
	assert.deepEqual(
		withPossibleDependants(steps, missing, record).map(step => step.possibleDependants),
		[undefined, ['b.0001_gone']],
	);
	const forwards = {file: one, direction: 'forwards' as const};
	assert.deepEqual(withPossibleDependants([forwards], missing, record), [forwards]);
});

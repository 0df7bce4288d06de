import assert from 'node:assert/strict';
import test from 'node:test';
import {commandLine} from '../../support/command-line.ts';
import {authors, makePlainProject} from '../../support/plain-project.ts';

// `test/versions/entity-generator.ts` has it.
test("without MikroORM's generator, its command is printed", async t => {
	const {root} = makePlainProject(t, authors('name: p.string()'));
	const {code, stdout, stderr} = await commandLine(root, ['inspectdb']);
	assert.deepEqual([code, stdout], [1, '']);
	assert.match(
		stderr,
		/^Error: inspectdb needs @mikro-orm\/entity-generator [\d.]+, which is not installed\.\nRun 'npm install --save-dev @mikro-orm\/entity-generator@[\d.]+' in /,
	);
});

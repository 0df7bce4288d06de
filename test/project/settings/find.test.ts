import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {findProject} from '../../../source/project/settings/find.ts';
import {temporaryFolder} from '../../support/project.ts';

test('a project is found from below, and another program’s settings.ts is none', t => {
	const root = temporaryFolder(t);
	const inner = path.join(root, 'books/pages');
	mkdirSync(inner, {recursive: true});
	writeFileSync(path.join(inner, 'settings.ts'), "export const theme = 'dark';\n");
	writeFileSync(path.join(root, 'settings.mts'), "import 'quarterdeck';\n");
	assert.deepEqual(findProject(inner), {
		...{root, settingsFile: path.join(root, 'settings.mts'), kind: 'quarterdeck'},
	});
});

test('a MikroORM config makes a plain project, also from src/', t => {
	const root = temporaryFolder(t);
	mkdirSync(path.join(root, 'src'));
	writeFileSync(path.join(root, 'package.json'), '{}');
	const settingsFile = path.join(root, 'src/mikro-orm.config.ts');
	writeFileSync(settingsFile, '');
	for (const from of [root, path.join(root, 'src')]) {
		assert.deepEqual(findProject(from), {root, settingsFile, kind: 'mikro-orm'});
	}
});

test('without one there is a next step', t => {
	assert.throws(() => findProject(temporaryFolder(t)), {code: 'no-project', hint: /startproject/});
	const file = path.join(temporaryFolder(t), 'settings.ts');
	writeFileSync(file, '');
	assert.throws(() => findProject(path.dirname(file)), {
		...{code: 'no-project', file},
		message: /No project here: settings\.ts does not mention quarterdeck\./,
	});
	const dependencies = {'@mikro-orm/core': '7', quarterdeck: '1'};
	writeFileSync(path.join(file, '../package.json'), JSON.stringify({dependencies}));
	assert.throws(() => findProject(path.dirname(file)), {
		...{code: 'no-project', file},
		message: /No MikroORM config .*, and settings\.ts does not mention quarterdeck\.$/,
	});
});

test('from the root of a monorepo, the packages with a project are named', t => {
	const root = temporaryFolder(t);
	for (const file of [
		'apps/api/src/mikro-orm.config.ts',
		'packages/db/mikro-orm.config.js',
		'shop/settings.ts',
		'node_modules/x/mikro-orm.config.js',
		'docs/settings.ts',
	]) {
		mkdirSync(path.dirname(path.join(root, file)), {recursive: true});
		writeFileSync(path.join(root, file), file.startsWith('docs') ? '' : "import 'quarterdeck';");
	}
	assert.throws(() => findProject(root), {
		...{code: 'no-project', hint: 'Name one with --project: apps/api, packages/db, shop.'},
	});
});

test('with MikroORM and no config where it is looked for, the file that looks like one is named', t => {
	const root = temporaryFolder(t);
	const hintOf = (settings: object = {}) => {
		const text = {dependencies: {'@mikro-orm/core': '^7.0.0'}, ...settings};
		writeFileSync(path.join(root, 'package.json'), JSON.stringify(text));
		try {
			findProject(path.join(root, 'src'));
		} catch (error) {
			const {code, message, hint} = error as any;
			assert.equal(code, 'no-project');
			return `${message} ${hint}`.replaceAll(root, 'ROOT');
		}
		return assert.fail('it has a project');
	};
	mkdirSync(path.join(root, 'src/db'), {recursive: true});
	assert.equal(
		hintOf({'mikro-orm': {configPaths: ['./gone.ts']}}),
		'No MikroORM config is found in ROOT: ./gone.ts is not there. Name it in the package.json: "mikro-orm": {"configPaths": ["./src/mikro-orm.config.ts"]}.',
	);
	writeFileSync(path.join(root, 'src/mikro-orm.config.ts.example'), '');
	assert.match(
		hintOf(),
		/Copy src\/mikro-orm\.config\.ts\.example to src\/mikro-orm\.config\.ts\.$/,
	);
	writeFileSync(path.join(root, 'src/db/mikroorm.config.ts'), '');
	assert.match(hintOf(), /ROOT\. Name it in .*\["\.\/src\/db\/mikroorm\.config\.ts"\]\}\.$/);
});

import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {thirdPartyNotices} from '../../scripts/third-party-notices.ts';
import {packageRoot, temporaryFolder} from '../support/project.ts';

interface Metafile {
	outputs: Record<string, {inputs: Record<string, {bytesInOutput: number}>}>;
}

test('everything that the bundler has put into dist/ is named, with version and license', () => {
	const metafiles: Metafile[] = JSON.parse(
		readFileSync(path.join(packageRoot, 'dist/metafiles.json'), 'utf8'),
	);
	const notices = readFileSync(path.join(packageRoot, 'THIRD-PARTY-NOTICES'), 'utf8');
	const entries = notices.split(`${'-'.repeat(80)}\n\n`);
	const folders = new Set<string>();
	for (const {outputs} of metafiles) {
		for (const {inputs} of Object.values(outputs)) {
			for (const file of Object.keys(inputs)) {
				const parts = file.split('/');
				const at = parts.lastIndexOf('node_modules');
				if (at >= 0)
					folders.add(parts.slice(0, at + (parts[at + 1]!.startsWith('@') ? 3 : 2)).join('/'));
			}
		}
	}
	assert.ok(folders.size > 50, 'the bundler names packages');
	for (const folder of folders) {
		const {name, version} = JSON.parse(
			readFileSync(path.join(packageRoot, folder, 'package.json'), 'utf8'),
		);
		const entry = entries.find(text => text.includes(`${name} ${version} (`));
		assert.match(entry ?? '', /Copyright|copyright/, `${name} ${version}`);
		assert.match(entry!, /Permission|permitted|Redistribution/, `${name} ${version}`);
	}
});

/** A package as it lies in node_modules. @returns what a bundler says of its file */
function packageThat(t: test.TestContext, manifest: object, files: Record<string, string> = {}) {
	const folder = path.join(temporaryFolder(t), 'node_modules/pack');
	mkdirSync(folder, {recursive: true});
	const all = {
		'package.json': JSON.stringify({name: 'pack', version: '1.2.3', ...manifest}),
		...files,
	};
	for (const [name, text] of Object.entries(all)) writeFileSync(path.join(folder, name), text);
	return {inputs: {[path.join(folder, 'index.js')]: {}}} as never;
}

test('a package without the text of its license is not bundled, whatever license it names', t => {
	for (const license of ['MIT', 'ISC', undefined]) {
		assert.throws(
			() => thirdPartyNotices([packageThat(t, {license})]),
			/pack is bundled without a license text\./,
		);
	}
	const empty = packageThat(t, {license: 'MIT'}, {LICENSE: ' \n'});
	assert.throws(() => thirdPartyNotices([empty]), /without a license text/);
	const sound = packageThat(
		t,
		{license: 'ISC'},
		{'LICENSE.md': 'Copyright me. Permission granted.'},
	);
	assert.match(
		thirdPartyNotices([sound]),
		/^Quarterdeck contains these packages\.\n\npack 1\.2\.3 \(ISC\)\n\nCopyright me\. Permission granted\.\n$/,
	);
});

import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import type {Metafile} from 'esbuild';

/**
 * The licenses of the packages that are bundled, and so are not installed with their own.
 * @param metafiles what esbuild says it put into its output
 * @throws Error when the license of a package is unknown: then it may not be passed on
 */
export function thirdPartyNotices(metafiles: Metafile[]): string {
	const inputs = metafiles.flatMap(({inputs}) => Object.keys(inputs));
	const folders = inputs.flatMap(
		file => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? [],
	);
	const notices = [...new Set(folders)].sort().map(folder => {
		const {name, version, license} = JSON.parse(
			readFileSync(path.join(folder, 'package.json'), 'utf8'),
		);
		const [file] = globSync('{LICENSE,LICENCE,License,license}{,.md,.txt}', {cwd: folder});
		const text = file
			? readFileSync(path.join(folder, file), 'utf8').trim()
			: mitLicense(name, license);
		if (!text) throw new Error(`${name} is bundled without a license text.`);
		return `${name} ${version} (${license})\n\n${text}\n`;
	});
	return `Quarterdeck contains these packages.\n\n${[...new Set(notices)].join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** Packages without the text of their license, with what their repositories say of the copyright. */
const holders: Record<string, string> = {
	'koa-compose': '2013 TJ Holowaychuk',
	'koa-static': '2019-2022 Koa Static Contributors',
	'yoga-layout': 'Meta Platforms, Inc. and affiliates',
};

/** Ours is the same one. */
function mitLicense(name: string, license: string): string | undefined {
	const holder = holders[name];
	if (!holder || license !== 'MIT') return undefined;
	const ours = readFileSync(path.join(import.meta.dirname, '../LICENSE'), 'utf8').trim();
	return ours.replace(/^Copyright.*$/m, `Copyright (c) ${holder}`);
}

import {readFileSync} from 'node:fs';
import type {CheckSite} from '../finding/check.ts';
import type {Finding} from '../finding/finding.ts';
import {placeInSettings} from '../finding/place-in-settings.ts';

const shortest = 32;
const fewestCharacters = 5;

/** Anybody who guesses the key, or reads it in the repository, can forge signed cookies. */
export function* checkSecretKey({project}: CheckSite): Generator<Finding> {
	const {secretKey, secretKeyFallbacks} = project.settings;
	const keys = [
		{key: secretKey, id: 'security.W009', name: 'secretKey'},
		...secretKeyFallbacks.map((key, index) => ({
			key,
			id: 'security.W025',
			name: `secretKeyFallbacks[${index}]`,
		})),
	];
	for (const {key, id, name} of keys) {
		const place = placeInSettings(project, name.replace(/\[.*/, ''));
		const weakness = weaknessOf(key);
		if (weakness) {
			yield {
				id,
				level: 'warning',
				message: `${name} ${weakness}: anybody who guesses it can log in as any user.`,
				hint: 'Put a long, random one into .env: echo SECRET_KEY=$(openssl rand -base64 48) >> .env',
				...place,
			};
		}
		if (isIn(project.settingsFile, key)) {
			yield {
				id: 'security.W101',
				level: 'warning',
				message: `${name} is written in the settings, and so in every copy of the repository.`,
				hint: 'Move it into .env, and read it from process.env.',
				...place,
			};
		}
	}
}

function weaknessOf(key: string): string | undefined {
	const bytes = Buffer.byteLength(key);
	if (/^(?:django-)?insecure-/.test(key)) return 'begins with insecure-, as keys of examples do';
	if (bytes < shortest) return `has ${bytes} bytes, fewer than ${shortest}`;
	const characters = new Set(key).size;
	return characters < fewestCharacters ? `has only ${characters} different characters` : undefined;
}

function isIn(file: string, key: string): boolean {
	return key !== '' && readFileSync(file, 'utf8').includes(key);
}
